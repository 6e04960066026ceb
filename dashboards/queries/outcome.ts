import type { Outcome } from "../../worker/contract/words.ts";
import { type Condition, tagIs, tagIsOneOf, timeFilter } from "../influxql/condition.ts";
import { max, number, plus, times, value } from "../influxql/expression.ts";
import { type Query, interval, select, selectFrom } from "../influxql/select.ts";
import type { Grain } from "../grafana/grain.ts";
import { chosenSteps } from "./chosen.ts";

/** As roll-ups count a step's `worst_state`: what was not run is below everything. */
const numberOfOutcome: Record<Outcome, number> = { "not-reached": 0, blocked: 0, passed: 1, degraded: 2, failed: 3 };

/** The worst outcome of each step in each interval. An outcome is a tag: each gives its points a number, of which the highest shows. */
export function outcomesOverTime(grain: Grain, speaks: Condition): Query {
  const by = [interval, "step"] as const;
  const where = [speaks, ...chosenSteps];
  if (grain !== "raw") {
    return select(`probe_step_${grain}`, { columns: { outcome: max("worst_state") }, where, by, fill: "null" });
  }
  const numbered = Object.entries(numberOfOutcome).map(([outcome, rank]) =>
    select("probe_step", {
      columns: { number: plus<"count">(times<"count">(number("count"), 0), rank) },
      where: [...where, tagIs("outcome", outcome)],
    }),
  );
  // Outside only time can be asked for: tags do not reach a statement around others, and nothing would be left.
  return selectFrom(numbered, { columns: { outcome: max("number") }, where: [timeFilter], by, fill: "null" });
}

/** Steps of the newest run: when each began, and how long it took. */
export function newestSteps(): Query {
  return select("probe_step", {
    columns: {
      began: value("offset_ms"),
      took: value("duration_ms"),
    },
    where: chosenSteps,
    by: ["step"],
    newestFirst: true,
    limit: 1,
  });
}

/** Steps that did not pass, newest first. */
export function failedSteps(): Query {
  return select("probe_step", {
    columns: {
      Step: value("step"),
      Outcome: value("outcome"),
      Cause: value("cause"),
      "Checks failed": value("checks_failed"),
      Checks: value("checks"),
      Status: value("status"),
      "Close code": value("close_code"),
      Duration: value("duration_ms"),
      Probe: value("probe"),
      Location: value("location"),
    },
    where: [...chosenSteps, tagIsOneOf("outcome", ["failed", "degraded", "blocked", "not-reached"] satisfies Outcome[])],
    newestFirst: true,
    limit: 200,
  });
}
