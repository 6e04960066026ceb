import { dashboard } from "./clients/dashboard.ts";
import { declare } from "./kit/declare.ts";
import { field, isFresh, isId, isList, status } from "./kit/expect.ts";
import { noErrorInside } from "./kit/inner-error.ts";
import { journey } from "./kit/journey.ts";
import { countAt } from "./kit/read.ts";
import { signInStep } from "./steps/sign-in.ts";

export const options = declare({ steps: { "sign-in": { budget: "3s" }, dashboard: { needs: ["sign-in"], budget: "5s" } } });

const freshMs = 5 * 60_000;

/** A user who signed in sees the dashboard: their own, and of now. */
export default journey(options, async ({ step, target, secret }) => {
  const { dashboardUserId, threads, features, generatedAt } = target.fields;
  const session = await step("sign-in", signInStep({ target, secret }));
  await step("dashboard", (s) => {
    const { token, userId } = s.need(session);
    const response = dashboard(s, target, token);
    s.check(response, {
      "dashboard answers 200": status(200),
      "dashboard has no error inside": noErrorInside,
      "dashboard is of the user who signed in": field(dashboardUserId, isId(userId)),
      "dashboard lists threads": field(threads, isList),
      "dashboard lists features": field(features, isList),
      "dashboard is fresh": field(generatedAt, isFresh(freshMs)),
    });
    const count = countAt(response, threads);
    if (count !== null) s.measure("threads", count);
  });
});
