import type { RolledUpMeasure } from "../../worker/contract/measurements.ts";
import { bucketPercentile } from "../influxql/bucket-percentile.ts";
import { type Condition, tagIs } from "../influxql/condition.ts";
import { last, max, percentile, sum, value } from "../influxql/expression.ts";
import type { NumericField, Tag } from "../influxql/names.ts";
import { type Query, interval, select } from "../influxql/select.ts";
import type { Grain } from "../grafana/grain.ts";
import { chosenSteps } from "./chosen.ts";

/** What a step measures of its own. Roll-ups have some of them, the rest is rare enough. */
export type Measure = NumericField<"probe_step">;

/** Median and p95 of a measure, a series each and step. Steps that do not measure it have none. */
export function measureOverTime(grain: Grain, speaks: Condition, measure: RolledUpMeasure): Query {
  const where = [speaks, ...chosenSteps];
  const by = [interval, "step"] as const;
  if (grain !== "raw") {
    return bucketPercentile(`probe_measure_${grain}`, {
      ranks: { p50: 50, p95: 95 },
      where: [...where, tagIs("measure", measure)],
      by,
    });
  }
  return select("probe_step", { columns: { p50: percentile(measure, 50), p95: percentile(measure, 95) }, where, by });
}

/** The highest value of each step in each interval. */
export function highestOverTime(grain: Grain, speaks: Condition, measure: RolledUpMeasure): Query {
  const where = [speaks, ...chosenSteps];
  const clauses = { by: [interval, "step"], fill: "null" } as const;
  if (grain === "raw") return select("probe_step", { ...clauses, columns: { highest: max(measure) }, where });
  const ofMeasure = [...where, tagIs("measure", measure)];
  return select(`probe_measure_${grain}`, { ...clauses, columns: { highest: max("max") }, where: ofMeasure });
}

/** The sum of each step, in each interval or over the whole range. */
export function added(grain: Grain, speaks: Condition, measure: RolledUpMeasure, over: "interval" | "range"): Query {
  const where = [speaks, ...chosenSteps];
  const by = over === "interval" ? ([interval, "step"] as const) : (["step"] as const);
  if (grain === "raw") return select("probe_step", { columns: { sum: sum(measure) }, where, by });
  return select(`probe_measure_${grain}`, { columns: { sum: sum("sum") }, where: [...where, tagIs("measure", measure)], by });
}

/** The highest value in each interval, of measures that have no roll-up. */
export function highest(measure: Measure, by: Tag<"probe_step">): Query {
  return select("probe_step", { columns: { highest: max(measure) }, where: chosenSteps, by: [interval, by], fill: "null" });
}

/** The newest value within the range, each measure on its own. */
export function newest(measures: Readonly<Record<string, Measure>>): Query {
  const columns = Object.fromEntries(Object.entries(measures).map(([alias, measure]) => [alias, last(measure)]));
  return select("probe_step", { columns, where: chosenSteps });
}

/** Every value, for points. */
export function values(measures: Readonly<Record<string, Measure>>): Query {
  const columns = Object.fromEntries(Object.entries(measures).map(([alias, measure]) => [alias, value(measure)]));
  return select("probe_step", { columns, where: chosenSteps, newestFirst: true, limit: 2_000 });
}
