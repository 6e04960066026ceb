import type { Probe } from "../contract/config.ts";
import type { Skip } from "../contract/run.ts";
import type { AfterRun, Tick } from "../contract/tick.ts";
import type { Clock } from "../kit/clock.ts";
import type { Place } from "./place.ts";
import type { Hold } from "./quiet.ts";
import type { Slots } from "./slots.ts";

/** What the loop and its runs share. */
export interface Floor {
  places: Map<string, Place>;
  slots: Slots;
  /** Nothing new starts any more. */
  closed: boolean;
  clock: Clock;
  /** When the worker started, epoch milliseconds. */
  startedMs: number;
  run(tick: Tick): Promise<AfterRun>;
  skip(skip: Skip): void;
  held(hold: Hold): void;
  runsToday(probe: Probe): number;
  onError(error: unknown): void;
}

/** An error of the store, say, must not end the schedule. */
export function guard(floor: Floor, action: () => void): void {
  try {
    action();
  } catch (error) {
    floor.onError(error);
  }
}
