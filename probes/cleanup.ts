import { signIn } from "./clients/auth.ts";
import { declare } from "./kit/declare.ts";
import { field, isText, status } from "./kit/expect.ts";
import { journey } from "./kit/journey.ts";
import { isOfApplication } from "./kit/front.ts";
import { textAt } from "./kit/read.ts";
import { removeUser } from "./steps/clean-up.ts";
import { accountOf, throwAwayPassword } from "./steps/throw-away-user.ts";

export const options = declare({ steps: { "clean-up": {} } });

/** What a sign-in answers for an account that is not there, or not there any more. One that is told 403, say to confirm its address, is. */
const unknown = new Set([401, 404]);

/** Removes the throw-away users that runs left behind: the step occurs once for each. `sonde cleanup` starts it. */
export default journey(options, async (context) => {
  const { step, target, secret, removed, leftovers } = context;
  for (const email of leftovers) {
    await step("clean-up", async (s) => {
      const password = throwAwayPassword(await secret("password"), email);
      s.secret(password);
      const response = signIn(s, target, { email, password });
      if (unknown.has(response.status) && isOfApplication(response)) {
        s.check(response, { "the account is not there": status(401, 404) });
        return removed(accountOf(email));
      }
      const { token } = target.fields;
      s.require(response, { "sign-in answers 200": status(200), "sign-in gives a token": field(token, isText) });
      removeUser(s, context, email, textAt(response, token) ?? "");
    });
  }
});
