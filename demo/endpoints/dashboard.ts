import { type Answer, json } from "../http/answer.ts";
import { accountOf } from "../http/bearer.ts";
import type { Call } from "../http/call.ts";
import type { Platform } from "../platform/platform.ts";

const features = [
  { name: "chat", enabled: true },
  { name: "cost-report", enabled: true },
  { name: "alerts", enabled: true },
];

/** `GET /api/dashboard`. */
export async function dashboard(call: Call, platform: Platform): Promise<Answer> {
  const { id, email, threads } = accountOf(call, platform);
  await platform.pace.between(200, 400);
  return json(200, { user: { id, email }, threads: threads.list(), features, generated_at: new Date().toISOString() });
}
