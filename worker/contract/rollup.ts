import type { Point, RolledUpMeasure } from "./measurements.ts";
import type { DeliveryBackoff } from "./outbox.ts";
import type { Outcome, Verdict } from "./words.ts";

/** Spans of time that a roll-up covers, in milliseconds. Both begin at the full hour. */
export const rollupSpans = { "5m": 300_000, "1h": 3_600_000 } as const;
export type RollupSpan = keyof typeof rollupSpans;

/** The tags that all roll-ups of a probe have. */
export interface RollupSeries {
  target: string;
  probe: string;
  location: string;
}

/** What roll-ups need of a run. */
export interface RollupRun {
  startedAtMs: number;
  durationMs: number;
  verdict: Verdict;
  attempt: number;
  maintenance: boolean;
  cold: boolean | null;
  steps: readonly RollupStep[];
}

export interface RollupStep {
  name: string;
  outcome: Outcome;
  durationMs: number | null;
  budgetMs: number | null;
  /** Those of `rolledUpMeasures` that it has. */
  measures: Partial<Record<RolledUpMeasure, number>>;
}

/** An hour of a probe that has runs which no roll-up in InfluxDB knows. */
export interface DueHour {
  series: RollupSeries;
  hourMs: number;
  /** Starts of its five-minute spans that have such runs and are over. */
  slotsMs: readonly number[];
  /** Of the whole hour, in an order that does not depend on when they were stored. */
  runs: readonly RollupRun[];
  /** Runs that started at this instant or before may be gone: a span that reaches there stays as InfluxDB has it. */
  prunedMs: number;
  /** The newest run that `runs` surely has. */
  seq: number;
}

/** Which hours are due, kept by the store with the runs. Every method is one transaction. */
export interface Rollups {
  /** Oldest first; each is read when it is asked for. */
  due(): Iterable<DueHour>;
  /** InfluxDB has their spans. An hour that got another run since it was read stays due. */
  done(hours: readonly DueHour[]): void;
  /** Hours that are due, whether any of their spans is over or not. */
  pending(): number;
  /** Makes everything due again that started at `sinceMs` or later. */
  again(sinceMs: number): void;
  /** InfluxDB will never take these points: kept among the dead letters. */
  bury(points: readonly { point: Point; reason: string }[]): void;
  backoff(): DeliveryBackoff;
  setBackoff(backoff: DeliveryBackoff): void;
}
