import type { Probe } from "./config.ts";
import type { Trigger } from "./words.ts";

/** A run that is due. */
export interface Tick {
  probe: Probe;
  /** Epoch milliseconds of the instant it was due at. */
  scheduledAtMs: number;
  trigger: Trigger;
  /** 1, or more for a confirmation. */
  attempt: number;
}

/** What a run asks of the schedule. */
export interface AfterRun {
  /** A failure or recovery is not confirmed: run the same probe again at once. */
  again: boolean;
  /** A failure was confirmed: run the target's other probes at once. */
  picture: boolean;
}
