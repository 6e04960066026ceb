import { type Condition, fieldIs } from "../influxql/condition.ts";
import { count, dividedBy, mean, sum, value } from "../influxql/expression.ts";
import { type Query, interval, select } from "../influxql/select.ts";
import type { Grain } from "../grafana/grain.ts";
import { chosenProbes } from "./chosen.ts";

type Start = "cold" | "warm";

/** How long runs took on average, a row a probe: those that met a cold instance, or those that did not. */
export function averageRun(grain: Grain, speaks: Condition, start: Start): Query {
  const where = [speaks, ...chosenProbes];
  const by = ["probe"] as const;
  if (grain === "raw") {
    return select("probe_run", { columns: { [start]: mean("duration_ms") }, where: [...where, ...measuredRun(start)], by });
  }
  const average = dividedBy<typeof start | `${typeof start}_sum_ms`>(sum(`${start}_sum_ms`), sum(start));
  return select(`probe_run_${grain}`, { columns: { [start]: average }, where: [...where, fieldIs(start, ">", 0)], by });
}

/** How many runs met a cold instance, or a warm one. */
export function runsThatMet(grain: Grain, speaks: Condition, start: Start): Query {
  const where = [speaks, ...chosenProbes];
  const clauses = { by: [interval], fill: 0 } as const;
  if (grain !== "raw") return select(`probe_run_${grain}`, { ...clauses, columns: { [start]: sum(start) }, where });
  return select("probe_run", { ...clauses, columns: { [start]: count("run_id") }, where: [...where, ...measuredRun(start)] });
}

/** The newest runs that met a cold instance. */
export function coldRuns(): Query {
  return select("probe_run", {
    columns: {
      Probe: value("probe"),
      Verdict: value("verdict"),
      Duration: value("duration_ms"),
      Revision: value("revision"),
      Cause: value("cause"),
      Run: value("run_id"),
      Trace: value("trace_id"),
      Ended: value("ended_ms"),
    },
    where: [...chosenProbes, metInstance("cold")],
    newestFirst: true,
    limit: 200,
  });
}

function metInstance(start: Start) {
  return fieldIs("cold", "=", start === "cold" ? 1 : 0);
}

/** As roll-ups count them: a run that measured nothing says nothing of the target. */
function measuredRun(start: Start) {
  return [metInstance(start), fieldIs("state", ">", 0)];
}
