import { z } from "zod";
import type { Influxd } from "../influxd.ts";

const runRow = z.object({ time: z.string(), run_id: z.string(), probe: z.string(), verdict: z.string() });
const stepRow = z.object({ time: z.string(), probe: z.string(), step: z.string(), outcome: z.string() });
const changeRow = z.object({ time: z.string(), probe: z.string(), state: z.string() });

/** What InfluxDB holds. Times are nanoseconds as decimal digits. */
export interface Delivered {
  runs: z.infer<typeof runRow>[];
  steps: z.infer<typeof stepRow>[];
  changes: z.infer<typeof changeRow>[];
}

export async function readDelivered(influxd: Influxd, database: string): Promise<Delivered> {
  const [runs, steps, changes] = await Promise.all([
    influxd.query("SELECT run_id, probe, verdict FROM probe_run", database),
    influxd.query('SELECT "count", probe, step, outcome FROM probe_step', database),
    influxd.query("SELECT since, probe, state FROM probe_state", database),
  ]);
  return {
    runs: runs.map((row) => runRow.parse(row)),
    steps: steps.map((row) => stepRow.parse(row)),
    changes: changes.map((row) => changeRow.parse(row)),
  };
}

export async function deliveredRunIds(influxd: Influxd, database: string): Promise<Set<string>> {
  const rows = await influxd.query("SELECT run_id FROM probe_run", database);
  return new Set(rows.map((row) => String(row["run_id"])));
}
