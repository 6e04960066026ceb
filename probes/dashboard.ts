import { dashboard } from "./clients/dashboard.ts";
import { declare } from "./kit/declare.ts";
import { field, isList, isText, status } from "./kit/expect.ts";
import { journey } from "./kit/journey.ts";
import { countAt } from "./kit/read.ts";
import { signInStep } from "./steps/sign-in.ts";

export const options = declare({ steps: { "sign-in": { budget: "3s" }, dashboard: { needs: ["sign-in"], budget: "5s" } } });

/** A user who signed in sees the dashboard. */
export default journey(options, async ({ step, target, secret }) => {
  const session = await step("sign-in", signInStep({ target, secret }));
  await step("dashboard", (s) => {
    const response = dashboard(s, target, s.need(session).token);
    s.check(response, {
      "dashboard answers 200": status(200),
      "dashboard knows the user": field("user.id", isText),
      "dashboard lists threads": field("threads", isList),
      "dashboard lists features": field("features", isList),
    });
    const threads = countAt(response, "threads");
    if (threads !== null) s.measure("threads", threads);
  });
});
