import type { Run } from "../contract/run.ts";
import type { Trigger, Verdict } from "../contract/words.ts";
import { type Database, numberFrom } from "./database.ts";
import { readNewest, readOldest } from "./read-runs.ts";
import { summaries } from "./run-tables.ts";

/** What a list of runs shows. */
export interface RunSummary {
  id: string;
  verdict: Verdict;
  durationMs: number;
  startedAtMs: number;
  cause: string | null;
  attempt: number;
  trigger: Trigger;
}

/** The runs that were stored. Those that cannot be read are left out of lists, and `null` on their own. */
export interface History {
  /** Runs of any trigger that started at `sinceMs` or later. */
  runsOn(probe: string, target: string, sinceMs: number): number;
  /** Newest first. */
  summaries(probe: string, target: string, limit: number): RunSummary[];
  /** Newest first; `null`: of every target. */
  latest(probe: string, target: string | null, limit: number): Run[];
  /** By its whole id, or by the first 8 characters of it or more: the newest of those that match. */
  run(idOrPrefix: string): Run | null;
  /** Oldest first, by their start, both ends included. Nothing is held while the caller takes its time. */
  each(sinceMs: number, untilMs: number): Iterable<Run>;
}

const shortestPrefix = 8;
/** Sorts after every other character. */
const last = "\u{10FFFF}";

export function historyIn(db: Database): History {
  const first = (sql: string, ...values: string[]) => readNewest(db, { sql, values }, 1).next().value ?? null;
  return {
    runsOn: (probe, target, sinceMs) =>
      numberFrom(db, "SELECT count(*) FROM runs WHERE probe = ? AND target = ? AND started_at_ms >= ?", probe, target, sinceMs),
    summaries: (probe, target, limit) =>
      db
        .all(
          `SELECT ${summaries.columns} FROM runs WHERE probe = ? AND target = ? ORDER BY started_at_ms DESC, seq DESC LIMIT ?`,
          probe,
          target,
          limit,
        )
        .flatMap((row) => summaries.read(row) ?? []),
    latest(probe, target, limit) {
      const where = { sql: "probe = ? AND target = ifnull(?, target)", values: [probe, target] };
      const found: Run[] = [];
      for (const run of readNewest(db, where, limit)) {
        if (found.push(run) === limit) break;
      }
      return found;
    },
    run: (text) =>
      first("id = ?", text) ?? (text.length >= shortestPrefix ? first("id >= ? AND id < ?", text, text + last) : null),
    each: (sinceMs, untilMs) => readOldest(db, { sql: "started_at_ms <= ?", values: [untilMs] }, sinceMs),
  };
}
