import type { Probe } from "../contract/config.ts";
import type { Tick } from "../contract/tick.ts";
import { type Floor, guard } from "./floor.ts";
import { holdOn } from "./quiet.ts";

/** Why no tick of a probe may become a run now; `null`: one may. */
export function barOf(probe: Probe, floor: Floor): "quiet" | "daily-limit" | null {
  if (isHeld({ probe, trigger: "schedule" }, floor)) return "quiet";
  return isLimitReached(probe, floor) ? "daily-limit" : null;
}

/** Whether another probe wants quiet now. Whoever listens is told of every run that this keeps from starting. */
export function isHeld(wanted: Pick<Tick, "probe" | "trigger">, floor: Floor): boolean {
  const { places, clock } = floor;
  const hold = holdOn(wanted, places.values(), clock.now(), (probe, tickMs) => isKept(probe, tickMs, floor));
  if (hold) guard(floor, () => floor.held(hold));
  return hold !== null;
}

/**
 * Whether a quiet time is kept. Not one that had begun when the worker started: nobody knows what ran before, and whoever starts a
 * worker wants to see something. Nor one before a tick that the daily limit will skip.
 */
export function isKept(probe: Probe, tickMs: number, floor: Floor): boolean {
  return tickMs - (probe.quietMs ?? 0) >= floor.startedMs && hasRunsLeft(probe, tickMs, floor);
}

/** Whether a tick will be a run: by then the day may be another. One whose runs cannot be counted does not run. */
function hasRunsLeft(probe: Probe, tickMs: number, floor: Floor): boolean {
  try {
    return dayOf(tickMs) !== dayOf(floor.clock.now()) || !isLimitReached(probe, floor);
  } catch {
    return false;
  }
}

/** A place holds one run at a time, so what is stored is all there is to count. */
export function isLimitReached(probe: Probe, floor: Floor): boolean {
  return probe.maxRunsPerDay !== null && floor.runsToday(probe) >= probe.maxRunsPerDay;
}

function dayOf(ms: number): number {
  return Math.floor(ms / 86_400_000);
}
