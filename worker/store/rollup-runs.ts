import { z } from "zod";
import { rolledUpMeasures } from "../contract/measurements.ts";
import { type RollupRun, type RollupSeries, type RollupStep, rollupSpans } from "../contract/rollup.ts";
import { outcomes, verdicts } from "../contract/words.ts";
import type { Database } from "./database.ts";
import { flag, json } from "./table.ts";

const run = z.object({
  seq: z.number(),
  startedAtMs: z.number(),
  durationMs: z.number(),
  verdict: z.enum(verdicts),
  attempt: z.number(),
  maintenance: flag,
  cold: flag.nullable(),
});

const step = z.object({
  run: z.number(),
  name: z.string(),
  outcome: z.enum(outcomes),
  durationMs: z.number().nullable(),
  budgetMs: z.number().nullable(),
  closeCode: z.number().nullable(),
  measures: json(z.record(z.string(), z.number())),
});

/** As `runs_by_probe` has them. The order does not depend on when they were stored, since sums of fractions depend on the order. */
const runsOfHour = `SELECT seq, started_at_ms AS startedAtMs, duration_ms AS durationMs, verdict, attempt, maintenance, cold
  FROM runs WHERE probe = ? AND target = ? AND location = ? AND started_at_ms >= ? AND started_at_ms < ?
  ORDER BY started_at_ms, id`;

const stepsOfRuns = `SELECT run, name, outcome, duration_ms AS durationMs, budget_ms AS budgetMs, close_code AS closeCode, measures
  FROM steps WHERE run IN (SELECT value FROM json_each(?)) ORDER BY run, position`;

/** The runs of a probe that started in an hour, with what roll-ups need of them. What is broken is left out. */
export function readRollupRuns(db: Database, { target, probe, location }: RollupSeries, hourMs: number): RollupRun[] {
  return db.read(() => {
    const runs = sound(run, db.all(runsOfHour, probe, target, location, hourMs, hourMs + rollupSpans["1h"]));
    const steps = sound(step, db.all(stepsOfRuns, JSON.stringify(runs.map(({ seq }) => seq))));
    const stepsOf = Map.groupBy(steps, ({ run: seq }) => seq);
    return runs.map(({ seq, ...found }): RollupRun => ({ ...found, steps: (stepsOf.get(seq) ?? []).map(stepOf) }));
  });
}

function stepOf({ name, outcome, durationMs, budgetMs, closeCode, measures }: z.output<typeof step>): RollupStep {
  const all: Record<string, number> = { ...measures, ...(closeCode !== null && { close_code: closeCode }) };
  const chosen = rolledUpMeasures.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]] as const]));
  return { name, outcome, durationMs, budgetMs, measures: Object.fromEntries(chosen) };
}

function sound<Row>(schema: z.ZodType<Row>, rows: readonly unknown[]): Row[] {
  return rows.flatMap((found) => {
    const { success, data } = schema.safeParse(found);
    return success ? [data] : [];
  });
}
