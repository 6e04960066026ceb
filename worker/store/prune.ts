import type { StoreSettings } from "../contract/config.ts";
import type { Clock } from "../kit/clock.ts";
import type { Database } from "./database.ts";
import { fileUse, freeSome } from "./free-pages.ts";

export interface Pruned {
  /** Runs that are gone, with their steps and checks. */
  runs: number;
  /** Given back to the file system. */
  freedBytes: number;
  /** `false`: the time was over before the work. Call again. */
  done: boolean;
}

export interface PruneOptions {
  nowMs: number;
  clock: Clock;
  limits: Pick<StoreSettings, "retentionMs" | "maxBytes">;
}

const budgetMs = 50;
const runsASlice = 25;
const recordsASlice = 1_000;

/**
 * Deletes what is older than the retention, then the oldest runs until the used part of the file is within its limit, then gives free
 * pages back. In slices of a few milliseconds, a transaction each, for some 50 ms: what is left over is for the next call. States, the
 * outbox, dead letters and leftovers stay.
 */
export function prune(db: Database, { nowMs, clock, limits }: PruneOptions): Pruned {
  const pruned: Pruned = { runs: 0, freedBytes: 0, done: false };
  const oldestMs = nowMs - limits.retentionMs;
  const countRuns = (runs: number) => {
    pruned.runs += runs;
    return runs;
  };
  const countFreed = (bytes: number) => {
    pruned.freedBytes += bytes;
    return bytes;
  };
  const work = [
    () => countRuns(deleteRuns(db, "WHERE started_at_ms < ?", oldestMs)),
    () => deleteRecords(db, "skips", "recorded_at_ms", oldestMs),
    () => deleteRecords(db, "state_changes", "at_ms", oldestMs),
    () => deleteRecords(db, "load_runs", "started_at_ms", oldestMs),
    () => (fileUse(db).usedBytes > limits.maxBytes ? countRuns(deleteRuns(db, "")) : 0),
    () => countFreed(freeSome(db)),
  ];
  const untilMs = clock.monotonic() + budgetMs;
  do {
    if (!work.some((slice) => slice() > 0)) return { ...pruned, done: true };
  } while (clock.monotonic() < untilMs);
  return pruned;
}

function deleteRuns(db: Database, where: string, ...values: number[]): number {
  return db.run(
    `DELETE FROM runs WHERE seq IN (SELECT seq FROM runs ${where} ORDER BY started_at_ms, seq LIMIT ${runsASlice})`,
    ...values,
  );
}

function deleteRecords(db: Database, table: "skips" | "state_changes" | "load_runs", column: string, oldestMs: number): number {
  return db.run(
    `DELETE FROM ${table} WHERE seq IN (SELECT seq FROM ${table} WHERE ${column} < ? LIMIT ${recordsASlice})`,
    oldestMs,
  );
}
