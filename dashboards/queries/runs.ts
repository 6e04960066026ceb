import type { Verdict } from "../../worker/contract/words.ts";
import { type Condition, fieldIs, tagIsOneOf } from "../influxql/condition.ts";
import { count, sum, value } from "../influxql/expression.ts";
import { type Query, interval, select } from "../influxql/select.ts";
import { chosenProbes } from "./chosen.ts";

const notUp = ["down", "degraded", "error", "no-data"] satisfies Verdict[];

/** Runs that were not up, newest first: the tag `verdict` finds them fast. */
export function failedRuns(): Query {
  return select("probe_run", {
    columns: {
      Verdict: value("verdict"),
      Step: value("failed_step"),
      Cause: value("cause"),
      Blame: value("blame"),
      Attempt: value("attempt"),
      Duration: value("duration_ms"),
      Location: value("location"),
      Revision: value("revision"),
      Run: value("run_id"),
      Trace: value("trace_id"),
      Probe: value("probe"),
      Ended: value("ended_ms"),
    },
    where: [...chosenProbes, tagIsOneOf("verdict", notUp)],
    newestFirst: true,
    limit: 200,
  });
}

/** How many runs ended with each verdict in each interval, a series a verdict. */
export function verdictsOverTime(speaks: Condition): Query {
  return select("probe_run", {
    columns: { runs: count("run_id") },
    where: [speaks, ...chosenProbes],
    by: [interval, "verdict"],
    fill: 0,
  });
}

/** The same of roll-ups, a column a verdict: first attempts alone, and what was not measured in one. */
export function verdictsOfRollups(grain: "5m" | "1h", speaks: Condition): Query {
  return select(`probe_run_${grain}`, {
    columns: { up: sum("up"), degraded: sum("degraded"), down: sum("down"), "not measured": sum("unmeasured") },
    where: [speaks, ...chosenProbes],
    by: [interval],
    fill: 0,
  });
}

/** How many runs there were in each interval that were a first attempt, or that confirmed a failure or a recovery. */
export function attemptsOverTime(which: "first" | "later"): Query {
  return select("probe_run", {
    columns: { [which === "first" ? "first attempts" : "confirmations"]: count("run_id") },
    where: [...chosenProbes, fieldIs("attempt", which === "first" ? "=" : ">", 1)],
    by: [interval],
    fill: 0,
  });
}
