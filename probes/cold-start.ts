import { liveAsync, readyAsync } from "./clients/health.ts";
import { signInAsync } from "./clients/auth.ts";
import { chatAsync } from "./clients/chat.ts";
import { dashboardAsync } from "./clients/dashboard.ts";
import { declare } from "./kit/declare.ts";
import { field, isId, isText, status } from "./kit/expect.ts";
import { noErrorInside } from "./kit/inner-error.ts";
import { journey } from "./kit/journey.ts";
import { textAt } from "./kit/read.ts";
import { firstAnswer } from "./rules/first-answer.ts";
import { watchStart } from "./steps/watch-start.ts";

/** Starting takes its time: the budgets are those of a cold instance. */
export const options = declare({
  steps: {
    live: { budget: "10s" },
    ready: { budget: "45s" },
    "sign-in": { budget: "60s" },
    dashboard: { needs: ["sign-in"], budget: "60s" },
    chat: { needs: ["sign-in"], budget: "60s" },
  },
});

/** How long it takes until the platform lives, is ready, and serves a user who came at once and tries until it works. */
export default journey(options, async (context) => {
  const { step, target, secret, runId } = context;
  const { fields } = target;
  const watch = watchStart(context);
  const credentials = { email: await secret("email"), password: await secret("password") };

  const live = step("live", async (s) => {
    const response = await watch.first(s, { measure: "live_ms", of: "backend" }, (patient) => liveAsync(s, target, patient));
    s.check(response, { "live answers 200": status(200) });
  });
  const ready = step("ready", (s) =>
    watch.following(s, async () => {
      const wanted = { measure: "ready_ms", of: "backend", wanted: "become ready", explain: () => watch.whyNotReady() } as const;
      const response = await watch.first(s, wanted, (patient) => readyAsync(s, target, patient));
      s.check(response, { "ready answers 200": status(200) });
    }),
  );
  const signedIn = step("sign-in", async (s) => {
    const wanted = { measure: "first_sign_in_ms", of: "auth" } as const;
    const response = await watch.first(s, wanted, (patient) => signInAsync(s, target, credentials, patient));
    s.require(response, { "sign-in answers 200": status(200), "sign-in gives a token": field(fields.token, isText) });
    return textAt(response, fields.token) ?? "";
  });
  const token = await signedIn;
  const dashboard = step("dashboard", async (s) => {
    const wanted = { measure: "first_dashboard_ms", of: "backend" } as const;
    const response = await watch.first(s, wanted, (patient) => dashboardAsync(s, target, s.need(token), patient));
    s.check(response, {
      "dashboard answers 200": status(200),
      "dashboard has no error inside": noErrorInside,
      "dashboard knows the user": field(fields.dashboardUserId, isId(null)),
    });
  });
  const chat = step("chat", async (s) => {
    const question = { message: firstAnswer.question, threadId: `sonde-${runId}` };
    const wanted = { measure: "first_chat_ms", of: "backend" } as const;
    const response = await watch.first(s, wanted, (patient) => chatAsync(s, target, s.need(token), question, patient));
    s.check(response, {
      "chat answers 200": status(200),
      "chat has no error inside": noErrorInside,
      "chat replies with text": field(fields.reply, isText),
    });
  });
  await Promise.all([live, ready, dashboard, chat]);
});
