import { fieldIs, fieldIsPicked, picked, sideOf, tagIs, timeFilter } from "../influxql/condition.ts";
import { count, value } from "../influxql/expression.ts";
import { type Query, select } from "../influxql/select.ts";
import type { Outcome } from "../../worker/contract/words.ts";
import { chosenSteps } from "./chosen.ts";

export type Side = "before" | "after";

/** The hidden variable that holds when the chosen iteration began, in epoch milliseconds. */
export const boundary = "boundary";

/** On which side of the chosen iteration's beginning. */
export function on(side: Side) {
  return sideOf(boundary, side === "before" ? "before" : "from");
}

/** Labels, the newest first: what the variable `iteration` offers. */
export function iterationLabels(): Query {
  return select("iteration", { columns: { label: value("label") }, where: [picked("target")], newestFirst: true });
}

/** When the chosen one began. A query cannot hand out a point's time as a value: it is a field as well. */
export function iterationStart(): Query {
  return select("iteration", {
    columns: { started_ms: value("started_ms") },
    where: [picked("target"), fieldIsPicked("label", "iteration"), fieldIs("started_ms", ">", 0)],
    newestFirst: true,
    limit: 1,
  });
}

export function iterations(): Query {
  return select("iteration", {
    columns: { Iteration: value("label"), Revision: value("revision"), Ended: value("ended_ms") },
    where: [timeFilter, picked("target")],
    newestFirst: true,
    limit: 100,
  });
}

/** How often each step failed on one side. */
export function failures(side: Side): Query {
  return select("probe_step", {
    columns: { [side]: count("count") },
    where: [...chosenSteps, on(side), tagIs("outcome", "failed" satisfies Outcome)],
    by: ["probe", "step"],
  });
}
