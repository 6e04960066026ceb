import { declare } from "./kit/declare.ts";
import { journey } from "./kit/journey.ts";
import { removeBySigningIn } from "./steps/clean-up.ts";
import { throwAwayPassword } from "./steps/throw-away-user.ts";

export const options = declare({ steps: { "clean-up": {} } });

/** Removes the throw-away users that runs left behind: the step occurs once for each. `sonde cleanup` starts it. */
export default journey(options, async (context) => {
  const { step, secret, leftovers } = context;
  for (const email of leftovers) {
    await step("clean-up", async (s) => {
      const password = throwAwayPassword(await secret("password"), email);
      removeBySigningIn(s, context, { email, password });
    });
  }
});
