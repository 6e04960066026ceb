import { type BucketField, latencyEdgesMs } from "../../worker/contract/measurements.ts";
import { type Condition, fieldIs } from "./condition.ts";
import { type Expression, abs, dividedBy, max, minus, number, plus, sum, times } from "./expression.ts";
import type { RollupName, Tag } from "./names.ts";
import { type Query, type Span, select, selectFrom } from "./select.ts";

interface Bucket {
  count: BucketField;
  fromMs: number;
  toMs: number;
}

/** Nothing tells how far the last bucket goes; answers are cut to the longest duration that was seen. */
const openEndMs = 600_000;

/** In order. */
export const latencyBuckets: readonly Bucket[] = [
  ...latencyEdgesMs.map((edgeMs, index) => ({
    count: `le_${edgeMs}` as const,
    fromMs: latencyEdgesMs[index - 1] ?? 0,
    toMs: edgeMs,
  })),
  { count: "over", fromMs: latencyEdgesMs.at(-1) ?? 0, toMs: openEndMs },
];

export interface Percentiles<Tags extends string, Columns extends string> {
  /** Alias to rank, 0 to 100. */
  ranks: Record<Columns, number>;
  where: readonly Condition<Tags>[];
  by: readonly (Tags | Span)[];
  /** What else it answers, under these names. */
  beside?: readonly Beside[];
}

/** The longest duration or highest measure, and how many there were. */
export type Beside = "longest_ms" | "measured";

/**
 * Percentiles of everything that roll-ups counted, in milliseconds or in the unit of the measure, in one statement: buckets are summed, then the share of each that
 * lies below the rank is added up. Between two edges durations are taken as evenly spread.
 */
export function bucketPercentile<M extends RollupName, Columns extends string>(
  measurement: M,
  { ranks, where, by, beside = [] }: Percentiles<Tag<M>, Columns>,
): Query<Columns | Beside, Tag<M>> {
  const tags = by.filter((group) => typeof group === "string");
  const summed = selectFrom(counts(measurement, where, by), { columns: withTotals(), by: tags });
  const ranked = selectFrom(summed, {
    columns: {
      ...mapValues(ranks, (rank) => position(rank / 100)),
      ...carried("longest_ms", "measured"),
    },
    where: [fieldIs("measured", ">", 0)],
    by: tags,
  });
  const longest = number("longest_ms");
  const columns = {
    ...mapValues(ranks, (_, alias) => smaller(number(alias), longest)),
    ...carried(...beside),
  } as Record<Columns | Beside, Expression<Columns | Beside>>;
  return selectFrom<string, Tag<M>, Columns | Beside>(ranked, { columns, by: tags });
}

/**
 * Sums of the buckets. One that a series never had would make a whole calculation null: `fill(0)` makes it nought, and what had nothing
 * at all is left out later. A bucket that no series has must not occur: it would be null all the same.
 */
function counts<M extends RollupName>(measurement: M, where: readonly Condition<Tag<M>>[], by: readonly (Tag<M> | Span)[]) {
  const columns = Object.fromEntries(latencyBuckets.map(({ count }) => [count, sum(count)]));
  return select<RollupName, string>(measurement, {
    columns: { ...columns, longest_ms: { text: max(longestField(measurement)).text } },
    where,
    by,
    fill: 0,
  }) as Query<string, Tag<M>>;
}

function longestField(measurement: RollupName): "max" | "max_ms" {
  return measurement.startsWith("probe_measure_") ? "max" : "max_ms";
}

/** `n…`: how many durations are in a bucket; `b…`: how many are below it. Short names, because they occur often. */
function withTotals(): Record<string, Expression<string>> {
  const columns: Record<string, Expression<string>> = carried("longest_ms");
  for (const [index, { count }] of latencyBuckets.entries()) {
    columns[`n${index}`] = number(count);
    columns[`b${index + 1}`] = sumOf(index + 1);
  }
  return { ...columns, measured: sumOf(latencyBuckets.length) };
}

function sumOf(buckets: number): Expression<string> {
  return plus<string>(...latencyBuckets.slice(0, buckets).map(({ count }) => number(count)));
}

/** Every bucket gives its width times the share of it that is below the rank: 1, then a fraction, then 0. */
function position(share: number): Expression<string> {
  return plus(
    ...latencyBuckets.map(({ fromMs, toMs }, index) => {
      const wanted = times<string>(number("measured"), share);
      const inside = index === 0 ? wanted : minus<string>(wanted, number(`b${index}`));
      return times((toMs - fromMs) / 2, clamped(dividedBy(inside, plus(number(`n${index}`), 1e-6))));
    }),
  );
}

/** Twice `x`, limited to 0 and 1: InfluxQL has neither a minimum of two numbers nor a case. */
function clamped(x: Expression<string>): Expression<string> {
  return plus(minus(abs(x), abs(minus(x, 1))), 1);
}

function smaller(a: Expression<string>, b: Expression<string>): Expression<string> {
  return dividedBy(minus(plus(a, b), abs(minus(a, b))), 2);
}

function carried<Names extends string>(...names: readonly Names[]): Record<Names, Expression<Names>> {
  return Object.fromEntries(names.map((name) => [name, number(name)])) as Record<Names, Expression<Names>>;
}

function mapValues<K extends string, A, B>(record: Record<K, A>, change: (value: A, key: K) => B): Record<K, B> {
  return Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, change(value, key as K)])) as Record<K, B>;
}
