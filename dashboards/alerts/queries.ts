import type { Outcome, Verdict } from "../../worker/contract/words.ts";
import { type Condition, anyOf, fieldIs, tagIs, tagIsOneOf, within } from "../influxql/condition.ts";
import { type Expression, count, dividedBy, last, max, mean, min, minus, number, sum, value } from "../influxql/expression.ts";
import type { Field, NumericField, Tag } from "../influxql/names.ts";
import { type Query, type Span, select, selectFrom } from "../influxql/select.ts";
import { counted } from "../queries/chosen.ts";

/** Questions of alert rules: no dashboard's range, no variables, one column each. */

/** The newest run of a probe that runs once a day is in it. */
const aDay = within("26h");

/** Maintenance is announced: nothing in it alerts. */
const outsideMaintenance = fieldIs("maintenance", "=", 0);
const measuredVerdicts = tagIsOneOf("verdict", ["up", "degraded", "down"] satisfies Verdict[]);
const unmeasuredVerdicts = tagIsOneOf("verdict", ["error", "no-data"] satisfies Verdict[]);

const perProbe = ["target", "probe"] as const;
const perProbeAndLocation = [...perProbe, "location"] as const;
const perStep = [...perProbe, "step"] as const;

/** Whether each location has the probe confirmed down (0 or 1), by its newest run. */
function confirmedPerLocation(): Query<"down", Tag<"probe_run">> {
  return select("probe_run", {
    columns: { down: last("confirmed") },
    where: [aDay, outsideMaintenance],
    by: perProbeAndLocation,
  });
}

/** In how many locations a probe is confirmed down. */
export function locationsDown(): Query {
  return selectFrom(confirmedPerLocation(), { columns: { locations: sum("down") }, by: perProbe });
}

/** In how many locations it was measured. */
export function locationsMeasured(): Query {
  return selectFrom(confirmedPerLocation(), { columns: { locations: count("down") }, by: perProbe });
}

/**
 * A rule of which any query gives no series at all has no data, and does not fire, whatever the others say. So what only tells more
 * about an alert never comes alone: beside its own series there is the workers', which has none of the tags and belongs to no alert.
 */
function neverAlone<Tags extends string>(query: Query<"told", Tags>, by: readonly Tags[]): Query<"told", Tags> {
  const floor: Query<"told"> = select("worker", { columns: { told: last("runs") }, where: [aDay] });
  return selectFrom<"told", Tags, "told">([query, floor as Query<"told", Tags>], { columns: { told: last("told") }, by });
}

/** When the newest run with that verdict began, or ended, in epoch milliseconds. */
export function newestRun(verdict: Verdict, instant: "began" | "ended"): Query {
  const at =
    instant === "ended" ? value("ended_ms") : minus<"ended_ms" | "duration_ms">(number("ended_ms"), number("duration_ms"));
  const where = [aDay, outsideMaintenance, tagIs("verdict", verdict)];
  return neverAlone(select("probe_run", { columns: { told: at }, where, by: perProbe }), perProbe);
}

/** The newest number of a step's field where its outcome was the given one, a series a step. Every step has a `count`. */
export function newestOfSteps(outcome: Outcome, field: NumericField<"probe_step">, span: string): Query {
  return ofSteps(outcome, last(field), span);
}

/** The same of a duration, in seconds. */
export function newestSecondsOfSteps(outcome: Outcome, field: NumericField<"probe_step"> & `${string}_ms`, span: string): Query {
  return ofSteps(outcome, dividedBy<NumericField<"probe_step">, Field<"probe_step">>(last(field), 1_000), span);
}

function ofSteps(outcome: Outcome, told: Expression<NumericField<"probe_step">, Field<"probe_step">>, span: string): Query {
  const where = [within(span), tagIs("outcome", outcome)];
  return neverAlone(select("probe_step", { columns: { told }, where, by: perStep }), perStep);
}

/** The mildest state among measured runs: 1 up, 2 degraded, 3 down. */
export function mildestState(span: string): Query {
  return select("probe_run", {
    columns: { state: min("state") },
    where: [within(span), measuredVerdicts, outsideMaintenance],
    by: perProbe,
  });
}

export function measuredRuns(span: string): Query {
  return select("probe_run", {
    columns: { runs: count("state") },
    where: [within(span), measuredVerdicts, outsideMaintenance],
    by: perProbe,
  });
}

/** Runs whose fault was our own; no series where there was none. */
export function unmeasuredRuns(span: string): Query {
  const where = [within(span), unmeasuredVerdicts, outsideMaintenance];
  return select("probe_run", { columns: { runs: count("state") }, where, by: perProbeAndLocation });
}

export function runs(span: string): Query {
  const where = [within(span), outsideMaintenance];
  return select("probe_run", { columns: { runs: count("state") }, where, by: perProbeAndLocation });
}

/** Spans of time that end now; InfluxQL's own begin at round instants. Only lengths that divide two days keep to that. */
function endingNow(every: "5m" | "30m" | "2h" | "2d"): Span {
  return { every: `${every}, now()` };
}

const untilNow: Condition = { text: "time < now()" };

/**
 * Runs in each span that ends now, 0 where there was none: what fell silent stays visible for as long as the window holds one run of
 * it. Of what is absent InfluxQL can tell nothing.
 */
export function runsIn(every: "30m" | "2h" | "2d", window: string): Query {
  return select("probe_run", {
    columns: { runs: count("state") },
    where: [within(window), untilNow],
    by: [endingNow(every), ...perProbeAndLocation],
    fill: 0,
  });
}

/** Reports of each worker in each five minutes that end now. */
export function reportsIn(window: string): Query {
  return select("worker", {
    columns: { reports: count("runs") },
    where: [within(window), untilNow],
    by: [endingNow("5m"), "location"],
    fill: 0,
  });
}

export function newestOfWorker(field: NumericField<"worker">): Query {
  return select("worker", { columns: { [field]: last(field) }, where: [within("15m")], by: ["location"] });
}

/**
 * How many times faster than allowed the error budget is spent: 1 spends exactly all of it. Counted as uptime is: first attempts
 * outside maintenance, of which degraded ones are good and what measured nothing is left out.
 * @param allowed share of runs that may fail
 */
export function burnRate(span: string, allowed: number): Query {
  const burn = dividedBy<"up">(minus<"up">(1, mean("up")), allowed);
  return select("probe_run", { columns: { burn }, where: [within(span), ...counted], by: perProbe });
}

/** Runs that were down, of those that count. */
export function failedRuns(span: string): Query {
  const failed = minus<"up", "up">(count("up"), sum("up"));
  return select("probe_run", { columns: { failed }, where: [within(span), ...counted], by: perProbe });
}

/** Days that the certificate of a target is valid for, by the newest run of each probe that saw one. */
export function certificateDays(): Query {
  const inner = select("probe_run", { columns: { days: last("tls_days_left") }, where: [aDay], by: perProbeAndLocation });
  return selectFrom(inner, { columns: { days: min("days") }, by: ["target"] });
}

/** What steps that wait for a target to start measure. */
const waits = [
  "live_ms",
  "ready_ms",
  "first_sign_in_ms",
  "first_dashboard_ms",
  "first_chat_ms",
] as const satisfies Field<"probe_step">[];

/** The newest cold start: how long each step waited, as a multiple of its budget, at the slowest location. */
export function coldStartShare(): Query {
  const share = dividedBy<"duration_ms" | "budget_ms">(number("duration_ms"), number("budget_ms"));
  const waited = anyOf(...waits.map((field) => fieldIs(field, ">", 0)));
  const by = [...perStep, "location"] as const;
  const each = select("probe_step", { columns: { share }, where: [aDay, waited], by });
  const newest = selectFrom(each, { columns: { share: last("share") }, by });
  return selectFrom(newest, { columns: { share: max("share") }, by: perStep });
}
