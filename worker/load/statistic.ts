import type { LoadMeasure } from "../contract/load.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import type { Sum } from "./cells.ts";
import { upperEdge } from "./sketch.ts";

const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** What a sum of windows says of a measure; `null`: too few samples to say it. */
export function statisticOf(sum: Sum, measure: LoadMeasure): number | null {
  switch (measure) {
    case "p50":
    case "p95":
    case "p99":
      return quantileOf(sum, quantiles[measure]);
    case "error-rate":
      return sum.tried > 0 ? sum.failed / sum.tried : null;
    case "checks":
      return sum.checks > 0 ? sum.checksPassed / sum.checks : null;
    case "throughput":
      return sum.occurrences > 0 ? sum.occurrences / sum.seconds : null;
    default:
      return exhaustive(measure);
  }
}

/** How many samples the statistic rests on: for a percentile those beyond it, for a share all that were tried. */
export function supportOf(sum: Sum, measure: LoadMeasure): number {
  switch (measure) {
    case "p50":
    case "p95":
    case "p99":
      return sum.durations * (1 - quantiles[measure]);
    case "error-rate":
      return sum.tried;
    case "checks":
      return sum.checks;
    case "throughput":
      return sum.occurrences;
    default:
      return exhaustive(measure);
  }
}

/**
 * The standard error that chance alone gives, in the scale of `scaled`, were every sample independent of the others: of a percentile
 * half the way between its neighbours at one error of its rank, of a share that of counting, in which no error in a hundred tries does
 * not prove that there are none.
 */
export function leastSpread(sum: Sum, measure: LoadMeasure): number {
  switch (measure) {
    case "p50":
    case "p95":
    case "p99": {
      const quantile = quantiles[measure];
      const reach = Math.sqrt((quantile * (1 - quantile)) / Math.max(1, sum.durations));
      const [low, high] = [-1, 1].map((side) => quantileOf(sum, Math.min(1, Math.max(0, quantile + side * reach))) ?? 0);
      return (scaled(measure, high ?? 0) - scaled(measure, low ?? 0)) / 2;
    }
    case "error-rate":
      return spreadOfShare(sum.failed, sum.tried);
    case "checks":
      return spreadOfShare(sum.checksPassed, sum.checks);
    case "throughput":
      return 0;
    default:
      return exhaustive(measure);
  }
}

function spreadOfShare(some: number, all: number): number {
  const share = (some + 1) / (all + 2);
  return Math.sqrt((share * (1 - share)) / Math.max(1, all));
}

export function isShare(measure: LoadMeasure): boolean {
  return measure === "error-rate" || measure === "checks";
}

/** Durations and rates change by factors, shares by points. */
export function scaled(measure: LoadMeasure, value: number): number {
  return isShare(measure) ? value : Math.log(Math.max(value, 1e-6));
}

/** Between the edges of its bin in proportion: bins are 1 % wide, and a step of 1 % is coarse beside a change of 2 %. */
function quantileOf({ zeros, counts, firstKey, durations }: Sum, quantile: number): number | null {
  if (durations === 0) return null;
  const rank = quantile * (durations - 1);
  let below = zeros;
  if (rank < below) return 0;
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] ?? 0;
    if (count > 0 && below + count > rank) return upperEdge(firstKey + at - 1 + (rank - below + 0.5) / (count + 0.5));
    below += count;
  }
  return upperEdge(firstKey + counts.length - 1);
}
