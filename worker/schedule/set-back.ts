import type { Clock } from "../kit/clock.ts";
import { intervalAfter, nextDue } from "./due.ts";
import type { Place } from "./place.ts";

/** Clocks are trimmed all the time; less than this changes nothing about the schedule. */
const noticedMs = 1_000;

/** Tells, each time it is asked, whether the wall clock was set back since it was last asked. */
export function watchSetBack(clock: Clock): () => boolean {
  const aheadMs = () => clock.now() - clock.monotonic();
  let lastMs = aheadMs();
  return () => {
    const backMs = lastMs - aheadMs();
    lastMs -= backMs;
    return backMs >= noticedMs;
  };
}

/**
 * The next tick by a wall clock that was set back; the old time is not waited for. A tick that would come less than half an
 * interval of real time after the last one is left out: it was run already, under the old time.
 */
export function nextAfterSetBack(
  { probe: { schedule }, offsetMs, nextMs, decidedAt }: Pick<Place, "probe" | "offsetMs" | "nextMs" | "decidedAt">,
  { nowMs, monotonic }: { nowMs: number; monotonic: number },
): number | null {
  if (nextMs !== null && nextMs <= nowMs) return nextMs;
  const soonMs = nextDue(schedule, offsetMs, nowMs);
  if (soonMs === null || decidedAt === null) return soonMs;
  const apartMs = monotonic - decidedAt + soonMs - nowMs;
  return apartMs < intervalAfter(schedule, offsetMs, soonMs) / 2 ? nextDue(schedule, offsetMs, soonMs) : soonMs;
}
