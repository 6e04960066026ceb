import { setImmediate as pause } from "node:timers/promises";
import type { Outbox } from "../contract/outbox.ts";
import type { Run } from "../contract/run.ts";
import { pointsOfRun } from "./points.ts";

export interface Backfilled {
  runs: number;
  points: number;
  /** `false`: `between` said stop, and runs may be left. */
  complete: boolean;
}

export interface BackfillOptions {
  outbox: Pick<Outbox, "enqueue">;
  /** Runs per transaction. */
  slice?: number;
  /** After every slice: the place to let the outbox drain, so that a long history does not run into its disk limit. `false` stops. */
  between?: () => Promise<boolean>;
}

/** Puts stored runs into the outbox. Runs that InfluxDB has already are no harm: their points are the same. */
export async function backfill(runs: Iterable<Run>, { outbox, slice = 100, between }: BackfillOptions): Promise<Backfilled> {
  const total = { runs: 0, points: 0 };
  for (const some of slices(runs, slice)) {
    const points = some.flatMap(pointsOfRun);
    outbox.enqueue(points);
    total.runs += some.length;
    total.points += points.length;
    await pause();
    if (between && !(await between())) return { ...total, complete: false };
  }
  return { ...total, complete: true };
}

function* slices<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let slice: T[] = [];
  for (const item of items) {
    slice.push(item);
    if (slice.length < size) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
