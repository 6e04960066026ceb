import type { Point } from "../contract/measurements.ts";
import type { ProbeState, Run, StateChange } from "../contract/run.ts";
import { messageOf } from "../kit/message-of.ts";

/** Everything of a run that one transaction stores. */
export interface Entry {
  run: Run;
  state: ProbeState | null;
  change: StateChange | null;
  points: readonly Point[];
}

export interface Recorder {
  /**
   * Stores a run with what follows from it, and before it those that could not be stored. Throws what the store throws, then or while
   * `follow` reads it: the run is remembered in both cases.
   */
  record(run: Run, follow: () => Entry): Entry;
}

/** A full disk is no reason to fill the memory as well. */
const mostKept = 1_000;

/**
 * Remembers runs that the store did not take, and stores them as what they are then: not measured, and our own fault. They change
 * no state, since nobody acted on them.
 */
export function createRecorder({
  store,
  pointsOf,
}: {
  store: { record(entry: Entry): void };
  pointsOf: (run: Run) => readonly Point[];
}): Recorder {
  const unstored: Run[] = [];

  function storeLate(): void {
    for (let run = unstored[0]; run; run = unstored[0]) {
      try {
        store.record({ run, state: null, change: null, points: pointsOf(run) });
      } catch (error) {
        if (isOfStore(error)) throw error;
        // Not the disk, but this run: it must not block those after it.
      }
      unstored.shift();
    }
  }

  return {
    record(run, follow) {
      try {
        storeLate();
        const entry = follow();
        store.record(entry);
        return entry;
      } catch (error) {
        unstored.push(notMeasured(run, error));
        if (unstored.length > mostKept) unstored.shift();
        throw error;
      }
    },
  };
}

function isOfStore(error: unknown): boolean {
  return error instanceof Error && /^Store\w+Error$/.test(error.name);
}

/** A run that the store did not take, as it counts. */
export function notMeasured(run: Run, error: unknown): Run {
  const reason = messageOf(error);
  const cause = `the store did not take this run (it was ${run.verdict}): ${reason}`;
  return { ...run, verdict: "error", blame: "worker", cause, failedStep: null, steps: [], logs: [] };
}
