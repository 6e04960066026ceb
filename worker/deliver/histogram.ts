import { type BucketField, latencyEdgesMs } from "../contract/measurements.ts";

/** How values lie, in the fields of roll-ups. */
export interface Histogram {
  add(value: number): void;
  count(): number;
  sum(): number;
  /** `null`: there was none. */
  min(): number | null;
  max(): number | null;
  /** `sparse`: those with nothing in them are `null`. */
  buckets(form: "sparse" | "full"): Record<BucketField, number | null>;
}

const names = [...latencyEdgesMs.map((edgeMs) => `le_${edgeMs}` as const), "over" as const];

export function createHistogram(): Histogram {
  const counts = new Map<BucketField, number>();
  const all = { count: 0, sum: 0, min: Infinity, max: -Infinity };

  return {
    add(value) {
      const bucket = bucketOf(value);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
      all.count += 1;
      all.sum += value;
      all.min = Math.min(all.min, value);
      all.max = Math.max(all.max, value);
    },
    count: () => all.count,
    sum: () => all.sum,
    min: () => (all.count === 0 ? null : all.min),
    max: () => (all.count === 0 ? null : all.max),
    buckets(form) {
      const nothing = form === "sparse" ? null : 0;
      return Object.fromEntries(names.map((name) => [name, counts.get(name) ?? nothing])) as Record<BucketField, number | null>;
    },
  };
}

/** An edge belongs to the bucket below it. */
function bucketOf(value: number): BucketField {
  const edge = latencyEdgesMs.find((edgeMs) => value <= edgeMs);
  return edge === undefined ? "over" : `le_${edge}`;
}
