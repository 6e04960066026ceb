import type { Skip } from "../contract/run.ts";
import type { Logger } from "../kit/log.ts";

/** Logs skips; that a probe's daily limit is reached, once a UTC day; of a quiet time nothing: who holds is logged already. */
export function skipNotes(log: Pick<Logger, "warn">): (skip: Skip) => void {
  const lastDay = new Map<string, number>();
  return ({ probe, reason, ticks, scheduledAtMs }) => {
    if (reason === "quiet") return;
    if (reason === "daily-limit") {
      const day = Math.floor(scheduledAtMs / 86_400_000);
      if (lastDay.get(probe) === day) return;
      lastDay.set(probe, day);
      log.warn({ probe, reason }, "its runs for today are used up: the next one is tomorrow (UTC)");
      return;
    }
    log.warn({ probe, reason, ticks }, ticks === 1 ? "skipped a run" : `skipped ${ticks} runs`);
  };
}
