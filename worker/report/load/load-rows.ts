import type { Distribution, JourneyLoad, LoadCounts, LoadSummary } from "../../contract/load.ts";
import { errorShare } from "./error-share.ts";
import type { LoadReport } from "./load-report.ts";

/** A step or a whole journey, over the whole run. */
export interface LoadRow {
  /** `sign-in`; `chat / sign-in` when there are several journeys. */
  label: string;
  journey: string;
  /** `null`: the whole journey. */
  step: string | null;
  counts: LoadCounts;
  /** Occurrences of a step, iterations of a journey. */
  times: number;
  perSecond: number | null;
  errorShare: number | null;
  duration: Distribution | null;
  /** Of the baseline; `null`: it has none. */
  baseline: Distribution | null;
}

/** Every step, the slowest 95th percentile first; what has no durations comes last. */
export function stepRows(report: LoadReport): LoadRow[] {
  const { summary } = report.run;
  return summary.totals.journeys
    .flatMap((journey) =>
      journey.steps.map((step) => ({
        ...row(step, step.duration?.count ?? step.ended, summary),
        label: labelOf(summary, journey.journey, step.step),
        journey: journey.journey,
        step: step.step,
        duration: step.duration,
        baseline: stepOf(report.baseline?.summary, journey.journey, step.step)?.duration ?? null,
      })),
    )
    .sort(slowestFirst);
}

/** Every journey as a whole, the slowest first. */
export function journeyRows(report: LoadReport): LoadRow[] {
  const { summary } = report.run;
  return summary.totals.journeys
    .map((journey) => ({
      ...row(journey, journey.iterations, summary),
      label: journey.journey,
      journey: journey.journey,
      step: null,
      duration: journey.duration,
      baseline: journeyOf(report.baseline?.summary, journey.journey)?.duration ?? null,
    }))
    .sort(slowestFirst);
}

/** How a step is called where people read it: with its journey when there are several. */
export function labelOf(summary: LoadSummary, journey: string | null, step: string | null): string {
  const several = summary.totals.journeys.length > 1;
  if (journey === null) return step ?? "all journeys";
  if (step === null) return journey;
  return several ? `${journey} / ${step}` : step;
}

/** Seconds from the first sample to the last; `null`: there is no such time. */
export function measuredSeconds({ totals }: LoadSummary): number | null {
  if (totals.firstMs === null || totals.lastMs === null) return null;
  const seconds = (totals.lastMs - totals.firstMs) / 1_000;
  return seconds > 0 ? seconds : null;
}

function row(counts: LoadCounts, times: number, summary: LoadSummary) {
  const seconds = measuredSeconds(summary);
  return { counts, times, perSecond: seconds === null ? null : times / seconds, errorShare: errorShare([counts]) };
}

function stepOf(summary: LoadSummary | undefined, journey: string, step: string) {
  return journeyOf(summary, journey)?.steps.find((other) => other.step === step);
}

function journeyOf(summary: LoadSummary | undefined, journey: string): JourneyLoad | undefined {
  return summary?.totals.journeys.find((other) => other.journey === journey);
}

function slowestFirst(a: LoadRow, b: LoadRow): number {
  return (b.duration?.p95 ?? -1) - (a.duration?.p95 ?? -1);
}
