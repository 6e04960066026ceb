import { type Answer, json } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import { Refusal } from "../http/refusal.ts";
import { traceIdOf } from "../http/trace.ts";
import { callComponent } from "../platform/call-component.ts";
import { ComponentFailure } from "../platform/components/component.ts";
import type { Instance } from "../platform/instance.ts";
import { progressIn } from "../platform/phases.ts";
import type { Platform } from "../platform/platform.ts";
import { release } from "../platform/release.ts";

/** `GET /health`, of the backend: how start-up goes or went. Of what came after it knows nothing. */
export async function health(_call: Call, { pace }: Platform, instance: Instance): Promise<Answer> {
  await pace.between(5, 25);
  const { stage, phase, failure } = instance.life();
  if (stage === "starting")
    return unhealthy({ message: "Startup in progress", startup_in_progress: true, details: progressIn(phase) });
  if (failure !== null) return unhealthy({ message: `Startup failed: ${failure}`, startup_failed: true });
  const uptime = Math.round(instance.uptimeS() * 1_000) / 1_000;
  return json(200, { status: "healthy", version: release.version, revision: instance.revision, uptime_seconds: uptime });
}

function unhealthy(details: object): Answer {
  return json(503, { status: "unhealthy", ...details });
}

/** `GET /health/live`. */
export function live(): Answer {
  return json(200, { status: "alive" });
}

/** `GET /health/ready`: whether the core database can be had. */
export async function ready(call: Call, platform: Platform, instance: Instance): Promise<Answer> {
  await platform.pace.between(5, 25);
  const { stage, failure } = instance.life();
  if (stage === "starting") throw new Refusal(503, "Startup not complete");
  if (failure !== null) throw new Refusal(503, "Startup failed");
  try {
    await callComponent("postgres", "check", platform, traceIdOf(call.headers["traceparent"]));
  } catch (thrown) {
    throw thrown instanceof ComponentFailure ? new Refusal(503, "Core database unavailable") : thrown;
  }
  return json(200, { status: "ready" });
}
