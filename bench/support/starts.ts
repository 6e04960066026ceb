import { storeDefaults } from "../../worker/config/defaults.ts";
import type { Run } from "../../worker/contract/run.ts";
import { systemClock as clock } from "../../worker/kit/clock.ts";
import { openStore } from "../../worker/store/open.ts";

/** How late runs on the schedule started that were due in a span, both ends included, in milliseconds: out of the store. */
export function latenesses(storePath: string, sinceMs: number, untilMs: number): number[] {
  const store = openStore(storePath, { clock, limits: storeDefaults });
  try {
    const isDue = ({ trigger, scheduledAtMs }: Run) =>
      trigger === "schedule" && scheduledAtMs >= sinceMs && scheduledAtMs <= untilMs;
    return [...store.each(sinceMs, Number.MAX_SAFE_INTEGER)].filter(isDue).map(({ latenessMs }) => latenessMs);
  } finally {
    store.close();
  }
}
