import { type Answer, json } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import type { Platform } from "../platform/platform.ts";
import { release } from "../platform/release.ts";

/** `GET /health`, of the backend. */
export async function health(_call: Call, { pace, startedMs }: Platform): Promise<Answer> {
  await pace.between(5, 25);
  return json(200, { status: "healthy", ...release, uptime_seconds: Math.round(performance.now() - startedMs) / 1_000 });
}

/** `GET /health/live`. */
export function live(): Answer {
  return json(200, { status: "alive" });
}

/** `GET /health/ready`. */
export async function ready(_call: Call, { pace }: Platform): Promise<Answer> {
  await pace.between(5, 25);
  return json(200, { status: "ready" });
}
