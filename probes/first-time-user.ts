import { dashboardAsync } from "./clients/dashboard.ts";
import { connect, greeting } from "./clients/websocket.ts";
import { declare } from "./kit/declare.ts";
import { field, isFresh, isId, isList, status, value } from "./kit/expect.ts";
import { noErrorInside } from "./kit/inner-error.ts";
import { journey } from "./kit/journey.ts";
import { idAt, valueAt } from "./kit/read.ts";
import { cleanUp } from "./steps/clean-up.ts";
import { crossServiceStep } from "./steps/cross-service.ts";
import { firstChatStep } from "./steps/first-chat.ts";
import { setUpProfileStep } from "./steps/set-up-profile.ts";
import { signInAsStep } from "./steps/sign-in-as.ts";
import { signUpStep } from "./steps/sign-up.ts";
import { throwAwayUser } from "./steps/throw-away-user.ts";

export const options = declare({
  budget: "20s",
  steps: {
    "sign-up": { budget: "5s" },
    "sign-in": { needs: ["sign-up"], budget: "3s" },
    dashboard: { needs: ["sign-in"], budget: "5s" },
    websocket: { needs: ["sign-in"], budget: "5s" },
    chat: { needs: ["sign-in"], budget: "5s" },
    profile: { needs: ["sign-in"] },
    "cross-service": { needs: ["sign-in"] },
    "clean-up": {},
  },
});

const freshMs = 5 * 60_000;

/** Somebody new signs up, sees the first dashboard, talks to the assistant and sets the profile up; then nothing is left of it. */
export default journey(options, async (context) => {
  const { step, block, target } = context;
  const { fields } = target;
  const user = await throwAwayUser(context);
  const signedUp = await step("sign-up", signUpStep(context, user));
  const session = await step("sign-in", signInAsStep(context, user));

  const [dashboard, socket] = await Promise.all([
    step("dashboard", async (s) => {
      const response = await dashboardAsync(s, target, s.need(session).token, { timeout: "12s" });
      s.check(response, {
        "dashboard answers 200": status(200),
        "dashboard has no error inside": noErrorInside,
        "dashboard knows the user": field(fields.dashboardUserId, isId(null)),
        "dashboard lists threads": field(fields.threads, isList),
        "dashboard lists features": field(fields.features, isList),
        "dashboard is fresh": field(fields.generatedAt, isFresh(freshMs)),
      });
      return idAt(response, fields.dashboardUserId);
    }),
    step("websocket", async (s) => {
      const userId = valueAt(await greeting(await connect(s, target, s.need(session).token)), fields.socketUserId);
      s.check(userId, { "the greeting names the user": value(isId(null)) });
      return isId(null).test(userId) ? String(userId) : null;
    }),
  ]);

  await step("chat", firstChatStep(context, session));
  await step("profile", setUpProfileStep(context, session));

  if (session && !dashboard && !socket) block("cross-service", "neither dashboard nor socket said who the user is");
  else await step("cross-service", crossServiceStep(context, session, { signUp: signedUp?.userId, dashboard, socket }));
  await cleanUp(context, user, session);
});
