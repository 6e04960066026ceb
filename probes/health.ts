import type { Response } from "k6/http";
import type { TargetFields } from "../worker/contract/config.ts";
import { apiHealth, authHealth } from "./clients/health.ts";
import { declare } from "./kit/declare.ts";
import { type Seen, status } from "./kit/expect.ts";
import { showBody, showStatus } from "./kit/answer.ts";
import { journey } from "./kit/journey.ts";
import { jsonOf, numberAt, textAt, valueAt } from "./kit/read.ts";

export const options = declare({ steps: { "auth-health": { budget: "3s" }, "api-health": { budget: "3s" } } });

/** Both services say that they are healthy. An unhealthy one is asked why: message and start-up phase are shown. */
export default journey(options, async ({ step, target }) => {
  const healthy = saysHealthy(target.fields);
  await step("auth-health", (s) => {
    s.check(authHealth(s, target), { "auth is healthy": healthy, "auth health answers 200": status(200) });
  });
  await step("api-health", (s) => {
    const response = apiHealth(s, target);
    s.check(response, { "api is healthy": healthy, "api health answers 200": status(200) });
    const uptime = numberAt(response, target.fields.uptime);
    if (uptime !== null) s.measure("uptime_s", uptime);
  });
});

/** `health (503 unhealthy: Startup in progress, phase redis, progress 0.4) is healthy`. */
function saysHealthy({ healthStatus, healthMessage, startupPhase, startupProgress }: TargetFields): (response: Response) => Seen {
  return (response) => {
    const state = textAt(response, healthStatus);
    const json = jsonOf(response);
    const why = [
      valueAt(json, healthMessage) ?? valueAt(json, "detail"),
      named("phase", valueAt(json, startupPhase)),
      named("progress", valueAt(json, startupProgress)),
    ].filter((part) => typeof part === "string");
    const seen = state ?? (why.length > 0 || response.status === 0 ? "" : showBody(response));
    const head = [showStatus(response), seen].filter((part) => part !== "").join(" ");
    return { passed: state === "healthy", observed: `health (${[head, why.join(", ")].filter(Boolean).join(": ")}) is healthy` };
  };
}

function named(name: string, value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" ? `${name} ${value}` : null;
}
