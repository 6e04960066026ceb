import { me } from "./clients/auth.ts";
import { declare } from "./kit/declare.ts";
import { field, is, isText, status } from "./kit/expect.ts";
import { journey } from "./kit/journey.ts";
import { signInStep } from "./steps/sign-in.ts";

export const options = declare({ steps: { "sign-in": { budget: "3s" }, me: { needs: ["sign-in"], budget: "3s" } } });

/** The account can sign in, and its token is accepted as its own. */
export default journey(options, async ({ step, target, secret }) => {
  const session = await step("sign-in", signInStep({ target, secret }));
  await step("me", (s) => {
    const { token, email } = s.need(session);
    s.check(me(s, target, token), {
      "me answers 200": status(200),
      "me has an id": field("id", isText),
      "me is our account": field("email", is(email)),
    });
  });
});
