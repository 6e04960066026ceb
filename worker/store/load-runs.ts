import { z } from "zod";
import { type LoadEnvironment, type LoadSummary, type LoadWindow, loadVerdicts } from "../contract/load.ts";
import { type Verdict, verdicts } from "../contract/words.ts";
import type { Database } from "./database.ts";
import { loadEnvironment, loadSummary, loadWindow } from "../kit/load-documents.ts";
import { json, table } from "./table.ts";

export interface StoredLoad {
  summary: LoadSummary;
  environment: LoadEnvironment;
}

/** A run of a scheduled probe while a load went on. */
export interface FeltDuringLoad {
  probe: string;
  /** Epoch milliseconds. */
  atMs: number;
  verdict: Verdict;
  durationMs: number;
  cause: string | null;
}

/** That a load goes on. `owner` is the process that puts it on, as `processName` names it. */
export interface LoadMark {
  runId: string;
  target: string;
  owner: string;
}

/** Load runs. Those that cannot be read are left out of lists, and `null` on their own. */
export interface LoadRuns {
  /** Writes a run, or what is known of it by now, with windows that were not written yet. One transaction. */
  put(run: StoredLoad, windows: readonly LoadWindow[]): void;
  /** Newest first; `null`: of every target or profile. */
  list(which: { target: string | null; profile: string | null }, limit: number): LoadSummary[];
  /** By its whole id, or by the first 8 characters of it or more: the newest of those that match. */
  find(idOrPrefix: string): StoredLoad | null;
  /** In the order of time. */
  windows(id: string): LoadWindow[];
  /** What scheduled probes felt while it went on, oldest first. */
  felt(id: string): FeltDuringLoad[];
  mark(mark: LoadMark): void;
  unmark(runId: string): void;
  /** Those of killed processes too. */
  marks(): LoadMark[];
}

const rows = table("load_runs", {
  id: z.string(),
  target: z.string(),
  profile: z.string(),
  verdict: z.enum(loadVerdicts),
  startedAtMs: z.number(),
  summary: json(loadSummary),
  environment: json(loadEnvironment),
});

const windowRows = table("load_windows", { run: z.string(), startMs: z.number(), document: json(loadWindow) });
const markRows = table("load_marks", { runId: z.string(), target: z.string(), owner: z.string() });

const feltRow = z.object({
  probe: z.string(),
  atMs: z.number(),
  verdict: z.enum(verdicts),
  durationMs: z.number(),
  cause: z.string().nullable(),
});

const replace =
  "ON CONFLICT (id) DO UPDATE SET verdict = excluded.verdict, summary = excluded.summary, environment = excluded.environment";
const shortestPrefix = 8;

export function loadRunsIn(db: Database): LoadRuns {
  const newest = (where: string, limit: number, ...values: (string | null)[]) =>
    db
      .all(`SELECT ${rows.columns} FROM load_runs WHERE ${where} ORDER BY started_at_ms DESC, seq DESC LIMIT ?`, ...values, limit)
      .flatMap((row) => rows.read(row) ?? []);
  return {
    put: ({ summary, environment }, windows) =>
      db.write(() => {
        const { id, target, profile, verdict, startedAtMs } = summary;
        rows.insert(db, { id, target, profile, verdict, startedAtMs, summary, environment }, replace);
        for (const window of windows) {
          windowRows.insert(db, { run: id, startMs: window.startMs, document: window }, "ON CONFLICT DO NOTHING");
        }
      }),
    list: ({ target, profile }, limit) =>
      newest("target = ifnull(?, target) AND profile = ifnull(?, profile)", limit, target, profile).map(({ summary }) => summary),
    find(text) {
      const [exact] = newest("id = ?", 1, text);
      const [found] = exact || text.length < shortestPrefix ? [exact] : newest("substr(id, 1, length(?1)) = ?1", 1, text);
      return found ? { summary: found.summary, environment: found.environment } : null;
    },
    windows: (id) =>
      db
        .all(`SELECT ${windowRows.columns} FROM load_windows WHERE run = ? ORDER BY start_ms`, id)
        .flatMap((row) => windowRows.read(row)?.document ?? []),
    felt: (id) =>
      db
        .all(
          `SELECT probe, started_at_ms AS "atMs", verdict, duration_ms AS "durationMs", cause FROM runs WHERE load_run_id = ? ORDER BY started_at_ms, seq`,
          id,
        )
        .flatMap((row) => feltRow.safeParse(row).data ?? []),
    mark: (mark) => void markRows.insert(db, { ...mark }, "ON CONFLICT DO NOTHING"),
    unmark: (runId) => void db.run("DELETE FROM load_marks WHERE run_id = ?", runId),
    marks: () => db.all(`SELECT ${markRows.columns} FROM load_marks`).flatMap((row) => markRows.read(row) ?? []),
  };
}
