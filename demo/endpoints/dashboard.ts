import { type Answer, json } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import { accountOf } from "../platform/authenticate.ts";
import type { Platform } from "../platform/platform.ts";

const features = [
  { name: "chat", enabled: true },
  { name: "cost-report", enabled: true },
  { name: "alerts", enabled: true },
];

/** How old a copy is that nothing invalidates. */
const staleMs = 7_500_000;

/** `GET /api/dashboard`. A stale cache gives it as it was: the threads of since then are not there. */
export async function dashboard(call: Call, platform: Platform): Promise<Answer> {
  const { id, email, threads } = accountOf(call, platform);
  await platform.pace.between(200, 400);
  const isStale = platform.faults.conditions().cache === "stale";
  const asOf = new Date(Date.now() - (isStale ? staleMs : 0)).toISOString();
  const shown = threads.list().filter(({ updated_at }) => updated_at <= asOf);
  return json(200, { user: { id, email }, threads: shown, features, generated_at: asOf });
}
