import { type Beside, bucketPercentile, latencyBuckets } from "../influxql/bucket-percentile.ts";
import type { Condition } from "../influxql/condition.ts";
import { max, percentile, sum, count as countOf } from "../influxql/expression.ts";
import type { Tag } from "../influxql/names.ts";
import { type Query, type Span, interval, select } from "../influxql/select.ts";
import type { Grain } from "../grafana/grain.ts";
import { duration } from "./duration-words.ts";

export interface Latency {
  /** Alias to rank, 0 to 100. */
  ranks: Readonly<Record<string, number>>;
  where: readonly Condition<Tag<"probe_step_1h">>[];
  by: readonly (Tag<"probe_step_1h"> | Span)[];
  beside?: readonly Beside[];
}

/** Percentiles of steps' durations in milliseconds: of the points themselves, or from the buckets of roll-ups. */
export function stepLatency(grain: Grain, speaks: Condition, { ranks, where, by, beside = [] }: Latency): Query {
  const filters = [speaks, ...where];
  if (grain !== "raw") return bucketPercentile(`probe_step_${grain}`, { ranks, where: filters, by, beside });
  const percentiles = Object.entries(ranks).map(([alias, rank]) => [alias, percentile("duration_ms", rank)] as const);
  const others = beside.map((name) => [name, besides[name]] as const);
  return select("probe_step", { columns: Object.fromEntries([...percentiles, ...others]), where: filters, by });
}

const besides = { longest_ms: max("duration_ms"), measured: countOf("duration_ms") };

/** The highest budget in milliseconds that steps were held to; those without one have none. */
export function stepBudget(grain: Grain, speaks: Condition, { where, by }: Pick<Latency, "where" | "by">): Query {
  const clauses = { columns: { budget: max("budget_ms") }, where: [speaks, ...where], by };
  return grain === "raw" ? select("probe_step", clauses) : select(`probe_step_${grain}`, clauses);
}

/** How many steps took how long in each interval, a column a bucket, shortest first: rows of a heat map. */
export function durationBuckets(grain: "5m" | "1h", speaks: Condition, where: Latency["where"]): Query {
  const columns = Object.fromEntries(
    latencyBuckets.map(({ count, fromMs, toMs }) => [count === "over" ? `over ${duration(fromMs)}` : duration(toMs), sum(count)]),
  );
  return select(`probe_step_${grain}`, { columns, where: [speaks, ...where], by: [interval] });
}
