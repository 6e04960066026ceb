import { picked, timeFilter } from "../influxql/condition.ts";
import { type Expression, dividedBy, max, mean, sum, value } from "../influxql/expression.ts";
import type { NumericField } from "../influxql/names.ts";
import { type Query, interval, select } from "../influxql/select.ts";

const chosenLoad = [timeFilter, picked("target"), picked("journey"), picked("profile")] as const;
const chosenWindows = [...chosenLoad, picked("step")] as const;

type Window = NumericField<"load_window">;

/** Of windows of 5 seconds; several in an interval show the worst of theirs, or their mean. */
export function windows(
  columns: Record<string, Expression<Window>>,
  by: readonly ("journey" | "step")[] = ["journey", "step"],
): Query {
  return select("load_window", { columns, where: chosenWindows, by: [interval, ...by] });
}

export function highestOf(field: Window): Expression<Window> {
  return max(field);
}

export function meanOf(field: Window): Expression<Window> {
  return mean(field);
}

export const failedShare: Expression<Window> = dividedBy<Window>(sum("failed"), sum("requests"));

/** Load runs that began within the range, a row a journey, the newest first. */
export function loadRuns(): Query {
  return select("load_run", {
    columns: {
      Verdict: value("verdict"),
      Profile: value("profile"),
      Journey: value("journey"),
      Requests: value("requests"),
      "Error rate": value("error_rate"),
      p95: value("p95_ms"),
      Rate: value("rate"),
      "Knee rate": value("knee_rate"),
      "Gates broken": value("gates_broken"),
      Gates: value("gates"),
      Regressions: value("regressions"),
      Dropped: value("dropped_iterations"),
      Cause: value("cause"),
      Revision: value("revision"),
      Run: value("run_id"),
      Baseline: value("baseline_id"),
      Ended: value("ended_ms"),
    },
    where: chosenLoad,
    newestFirst: true,
    limit: 100,
  });
}
