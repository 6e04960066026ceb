import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import { type Condition, intervalIs } from "../influxql/condition.ts";
import type { Query } from "../influxql/select.ts";
import { type TargetOptions, target } from "./target.ts";

/** How fine what is read is. `5m` and `1h` are the roll-ups. */
export type Grain = "raw" | "5m" | "1h";

/**
 * With so many points a panel reads raw points up to some 17 hours, five-minute roll-ups up to some nine days, then hourly ones: its
 * interval decides, which follows from its range.
 */
export const pointsOfGrain = 300;

/** Intervals from which roll-ups are read, in milliseconds. `hourly` may be below an hour: the points are an hour apart all the same. */
export interface Switches {
  fiveMinutes: number;
  hourly: number;
}

const lightSwitches: Switches = { fiveMinutes: 300_000, hourly: 3_600_000 };

/**
 * What reads all buckets, twenty fields at once, has fewer points and is hourly sooner: raw up to some 9 hours, five-minute roll-ups up
 * to some 31.
 */
export const bucketPoints = 150;
export const bucketSwitches: Switches = { fiveMinutes: 300_000, hourly: 900_000 };

export interface GrainOptions extends TargetOptions {
  /** Letter of the first target; each call takes as many as there are grains. Default: A. */
  first?: string;
  only?: readonly Grain[];
  switches?: Switches;
}

/** A query a grain, of which one answers: conditions on the panel's interval silence the others. */
export function byGrain(make: (grain: Grain, speaks: Condition) => Query, options: GrainOptions): Builder<Dataquery>[] {
  const { first = "A", only = ["raw", "5m", "1h"], switches = lightSwitches } = options;
  return only.map((grain, index) =>
    target(String.fromCharCode(first.charCodeAt(0) + index), make(grain, speaksAt(grain, switches)), options),
  );
}

function speaksAt(grain: Grain, { fiveMinutes, hourly }: Switches): Condition {
  if (grain === "raw") return intervalIs({ belowMs: fiveMinutes });
  return grain === "5m" ? intervalIs({ fromMs: fiveMinutes, belowMs: hourly }) : intervalIs({ fromMs: hourly });
}
