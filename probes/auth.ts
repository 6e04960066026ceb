import { me, signIn } from "./clients/auth.ts";
import { chat } from "./clients/chat.ts";
import { dashboard } from "./clients/dashboard.ts";
import { declare } from "./kit/declare.ts";
import { field, is, isId, status } from "./kit/expect.ts";
import { journey } from "./kit/journey.ts";
import { letsNobodyIn, refused } from "./kit/refusal.ts";
import { inspectTokenStep } from "./steps/inspect-token.ts";
import { signInStep } from "./steps/sign-in.ts";

export const options = declare({
  steps: {
    "wrong-password": { budget: "3s" },
    "sign-in": { budget: "3s" },
    token: { needs: ["sign-in"] },
    me: { needs: ["sign-in"], budget: "3s" },
    "no-token": {},
  },
});

/** The account can sign in, its token is sound and accepted as its own; who has no password or no token is turned away. */
export default journey(options, async ({ step, target, secret }) => {
  const { meId, meEmail } = target.fields;
  // First, so that a success follows it: many platforms lock an account after some failures in a row.
  await step("wrong-password", async (s) => {
    const response = signIn(s, target, { email: await secret("email"), password: `not-the-password-${Date.now()}` });
    s.check(response, { "a wrong password is refused": refused });
  });
  const session = await step("sign-in", signInStep({ target, secret }));
  await step("token", inspectTokenStep(session));
  await step("me", (s) => {
    const { token, userId, email } = s.need(session);
    s.check(me(s, target, token), {
      "me answers 200": status(200),
      "me has the id of who signed in": field(meId, isId(userId)),
      "me is our account": field(meEmail, is(email)),
    });
  });
  await step("no-token", (s) => {
    // An outage of the backend is told by its own journeys: sign-in works all the same.
    const soon = { timeout: "10s", mayFail: true };
    s.check(dashboard(s, target, null, soon), { "dashboard lets nobody in without a token": letsNobodyIn });
    const question = { message: "Who am I?", threadId: `sonde-${Date.now()}` };
    s.check(chat(s, target, null, question, soon), { "chat lets nobody in without a token": letsNobodyIn });
  });
});
