import type { JourneyLoad } from "../contract/load.ts";
import { sumOf, triesOf } from "./counts.ts";

/** When nearly everything fails, more load teaches nothing, and costs the target. */
export interface ErrorStopRule {
  /** Share of what was tried, 0 to 1. */
  share: number;
  withinMs: number;
  /** Fewer tries say nothing. */
  leastTries: number;
}

export const errorStopRule: ErrorStopRule = { share: 0.5, withinMs: 15_000, leastTries: 20 };

/**
 * Watches the share of what fails. Call it about once a second with the totals so far and a monotonic clock; it answers with the share
 * since `withinMs` ago once that is too high, else `null`. Until `withinMs` have passed it says nothing.
 */
export function watchErrors({ share, withinMs, leastTries }: ErrorStopRule = errorStopRule): (
  totals: readonly JourneyLoad[],
  nowMs: number,
) => number | null {
  const seen: { atMs: number; tried: number; failed: number }[] = [];
  return (totals, nowMs) => {
    const { tried, failed } = triesOf(sumOf(totals));
    seen.push({ atMs: nowMs, tried, failed });
    const since = seen.findLast(({ atMs }) => nowMs - atMs >= withinMs);
    if (since === undefined) return null;
    seen.splice(0, seen.indexOf(since));
    const [more, wrong] = [tried - since.tried, failed - since.failed];
    return more >= leastTries && wrong / more >= share ? wrong / more : null;
  };
}
