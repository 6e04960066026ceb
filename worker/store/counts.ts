import { type Database, numberFrom } from "./database.ts";

/** What was recorded since an instant. */
export interface Counts {
  runs: number;
  /** Ticks of the schedule that did not become runs. */
  skipped: number;
  /** `null` without runs. */
  latenessP99Ms: number | null;
}

/** By the time of recording, not of the start: a run that is under way at the end of an interval counts in the next one. */
export function countSince(db: Database, sinceMs: number): Counts {
  return db.read(() => {
    const runs = numberFrom(db, "SELECT count(*) FROM runs WHERE recorded_at_ms >= ?", sinceMs);
    return {
      runs,
      skipped: numberFrom(db, "SELECT ifnull(sum(ticks), 0) FROM skips WHERE recorded_at_ms >= ?", sinceMs),
      latenessP99Ms: runs === 0 ? null : lateness(db, sinceMs, Math.ceil(runs * 0.99)),
    };
  });
}

function lateness(db: Database, sinceMs: number, rank: number): number {
  const sql = "SELECT lateness_ms FROM runs WHERE recorded_at_ms >= ? ORDER BY lateness_ms LIMIT 1 OFFSET ?";
  return numberFrom(db, sql, sinceMs, rank - 1);
}
