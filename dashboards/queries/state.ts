import { fieldIs } from "../influxql/condition.ts";
import type { Condition } from "../influxql/condition.ts";
import {
  type Expression,
  dividedBy,
  max,
  mean,
  minus,
  number,
  plus,
  sum,
  times,
  value,
  variable,
} from "../influxql/expression.ts";
import { type Query, interval, select, selectFrom } from "../influxql/select.ts";
import type { Grain } from "../grafana/grain.ts";
import { chosenProbes, counted } from "./chosen.ts";

/** The worst state in each interval, a series a target and probe: a short outage shows at any range. */
export function statesOverTime(grain: Grain, speaks: Condition): Query {
  const by = [interval, "target", "probe"] as const;
  const where = [speaks, ...chosenProbes];
  if (grain === "raw") return select("probe_run", { columns: { state: max("state") }, where, by, fill: "null" });
  return select(`probe_run_${grain}`, { columns: { state: max("worst_state") }, where, by, fill: "null" });
}

/** Percent of the measured runs that were up or degraded, over the whole range, a row a target and probe. */
export function uptime(grain: Grain, speaks: Condition, side: readonly Condition[] = []): Query {
  const by = ["target", "probe"] as const;
  const where = [speaks, ...chosenProbes, ...side];
  if (grain === "raw") {
    return select("probe_run", { columns: { uptime: times(mean("up"), 100) }, where: [...where, ...counted], by });
  }
  return selectFrom(measured(grain, where), { columns: { uptime: uptimePercent() }, where: [fieldIs("measured", ">", 0)], by });
}

/** Percent of the error budget that is left; below zero it is overdrawn. */
export function errorBudgetLeft(grain: Grain, speaks: Condition): Query {
  const objective = variable("objective");
  const left = <N extends string>(percent: Expression<N>) =>
    times<N>(dividedBy<N>(minus<N>(percent, objective), minus(100, objective)), 100);
  const by = ["target", "probe"] as const;
  const where = [speaks, ...chosenProbes];
  if (grain === "raw") {
    const columns = { left: left(times(mean("up"), 100)) };
    return select("probe_run", { columns, where: [...where, ...counted], by });
  }
  const columns = { left: left(uptimePercent()) };
  return selectFrom(measured(grain, where), { columns, where: [fieldIs("measured", ">", 0)], by });
}

function measured(grain: "5m" | "1h", where: readonly Condition<"target" | "location" | "probe">[]) {
  return select(`probe_run_${grain}`, {
    columns: { well: plus(sum("up"), sum("degraded")), measured: plus(sum("up"), sum("degraded"), sum("down")) },
    where,
    by: ["target", "probe"],
  });
}

function uptimePercent(): Expression<"well" | "measured"> {
  return times(dividedBy<"well" | "measured">(number("well"), number("measured")), 100);
}

/** The newest run of each probe within the range. */
export function newestRuns(): Query {
  return select("probe_run", {
    columns: {
      State: value("state"),
      "Failing step": value("failed_step"),
      Cause: value("cause"),
      Blame: value("blame"),
      Duration: value("duration_ms"),
      Revision: value("revision"),
      "TLS days left": value("tls_days_left"),
      Run: value("run_id"),
      Trace: value("trace_id"),
    },
    where: chosenProbes,
    by: ["target", "probe", "location"],
    newestFirst: true,
    limit: 1,
  });
}
