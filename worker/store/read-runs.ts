import { z } from "zod";
import type { Check, Run, Step } from "../contract/run.ts";
import type { Database, Row, SqlValue } from "./database.ts";
import { checks, runs, steps } from "./run-tables.ts";

/** Which runs, in SQL: conditions and the values for their question marks. */
export interface Where {
  sql: string;
  values: SqlValue[];
}

/** Where a page begins: beyond this run. */
const cursor = z.object({ startedAtMs: z.number(), seq: z.number() });

const pageSize = 100;

/** Oldest first, those that started at `sinceMs` or later. */
export function readOldest(db: Database, where: Where, sinceMs: number): Generator<Run> {
  const sql = pageOf(where, "(started_at_ms, seq) > (?, ?)", "ASC");
  return readPages(db, { sql, values: where.values }, { startedAtMs: sinceMs, seq: 0 }, pageSize);
}

/** Newest first. */
export function readNewest(db: Database, where: Where, size = pageSize): Generator<Run> {
  const sql = pageOf(where, "(started_at_ms, seq) < (?, ?)", "DESC");
  const end = Number.MAX_SAFE_INTEGER;
  return readPages(db, { sql, values: where.values }, { startedAtMs: end, seq: end }, size);
}

function pageOf(where: Where, beyond: string, order: "ASC" | "DESC"): string {
  return `SELECT seq, ${runs.columns} FROM runs WHERE ${where.sql} AND ${beyond} ORDER BY started_at_ms ${order}, seq ${order} LIMIT ?`;
}

/** Each page is read at one instant, and nothing stays open between two: a slow reader holds nobody up. Broken runs are left out. */
function* readPages(db: Database, { sql, values }: Where, from: z.output<typeof cursor>, size: number): Generator<Run> {
  for (let after = from; ;) {
    const { rows, found } = db.read(() => {
      const rows = db.all(sql, ...values, after.startedAtMs, after.seq, size);
      return { rows, found: complete(db, rows) };
    });
    yield* found;
    const last = rows.length < size ? undefined : rows.at(-1);
    if (!last) return;
    after = cursor.parse(last);
  }
}

/** The runs of these rows with their steps and checks; those of which any part is broken are left out. */
function complete(db: Database, rows: readonly Row[]): Run[] {
  const seqs = JSON.stringify(rows.map(({ seq }) => seq));
  const of = (columns: string, from: string, order: string) =>
    Map.groupBy(
      db.all(`SELECT ${columns} FROM ${from} WHERE run IN (SELECT value FROM json_each(?)) ORDER BY ${order}`, seqs),
      ({ run }) => run,
    );
  const stepRows = of(steps.columns, "steps", "run, position");
  const checkRows = of(checks.columns, "checks", "run, step, position");
  return rows.flatMap((row) => runOf(row, stepRows.get(row["seq"]) ?? [], checkRows.get(row["seq"]) ?? []) ?? []);
}

function runOf(row: Row, stepRows: readonly Row[], checkRows: readonly Row[]): Run | null {
  const read = runs.read(row);
  const checksOf = Map.groupBy(checkRows, ({ step }) => step);
  const found = stepRows.map((step) => stepOf(step, checksOf.get(step["position"]) ?? []));
  if (!read || !isWhole(found)) return null;
  const { recordedAtMs: _, ...run } = read;
  return { ...run, steps: found };
}

function stepOf(row: Row, checkRows: readonly Row[]): Step | null {
  const read = steps.read(row);
  const found = checkRows.map(checkOf);
  if (!read || !isWhole(found)) return null;
  const { run: _, position: __, ...step } = read;
  return { ...step, checks: found };
}

function checkOf(row: Row): Check | null {
  const read = checks.read(row);
  if (!read) return null;
  const { run: _, step: __, position: ___, ...check } = read;
  return check;
}

function isWhole<Part>(parts: readonly (Part | null)[]): parts is Part[] {
  return !parts.includes(null);
}
