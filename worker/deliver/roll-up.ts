import type { Point } from "../contract/measurements.ts";
import { type DueHour, type RollupRun, type RollupSeries, type RollupSpan, rollupSpans } from "../contract/rollup.ts";
import { countRun, countStep, countStarts } from "./count-run.ts";
import { type Histogram, createHistogram } from "./histogram.ts";
import { tagValue } from "./make-point.ts";
import { type Span, rollupPoint } from "./rollup-point.ts";
import { type Tally, createTally } from "./rollup-tally.ts";

/**
 * The roll-ups of an hour: of the five minutes that are due, and of the hour as far as it is there. A span that reaches back to where
 * runs were pruned has none. The same runs make the same points.
 */
export function rollUp({ series, hourMs, slotsMs, runs, prunedMs }: DueHour): Point[] {
  const spans: [RollupSpan, number][] = [...slotsMs.map((slotMs): [RollupSpan, number] => ["5m", slotMs]), ["1h", hourMs]];
  return spans.flatMap(([span, fromMs]) => {
    if (fromMs <= prunedMs) return [];
    const toMs = fromMs + rollupSpans[span];
    const inside = runs.filter(({ startedAtMs }) => startedAtMs >= fromMs && startedAtMs < toMs);
    return inside.length === 0 ? [] : pointsOf(series, { span, fromMs }, inside);
  });
}

/** A step in a span. Names that differ only in what a tag cannot hold share a series. */
interface StepTally {
  outcomes: Tally;
  measures: Map<string, Histogram>;
}

function pointsOf(series: RollupSeries, span: Span, runs: readonly RollupRun[]): Point[] {
  const whole = createTally();
  const steps = new Map<string, StepTally>();
  for (const run of runs) {
    whole.add(countRun(run));
    for (const step of run.steps) {
      const { outcomes, measures } = known(steps, tagValue(step.name), newStep);
      outcomes.add(countStep(run, step));
      for (const [measure, value] of Object.entries(step.measures)) known(measures, measure, createHistogram).add(value);
    }
  }
  const starts = countStarts(runs);
  return [
    rollupPoint("probe_run", { ...series }, span, (form) => ({ ...whole.fields(form), ...starts })),
    ...[...steps].flatMap(([step, tallied]) => pointsOfStep({ ...series, step }, tallied, span)),
  ];
}

const newStep = (): StepTally => ({ outcomes: createTally(), measures: new Map() });

function pointsOfStep(tags: Record<string, string>, { outcomes, measures }: StepTally, span: Span): Point[] {
  return [
    rollupPoint("probe_step", tags, span, (form) => outcomes.fields(form)),
    ...[...measures].map(([measure, values]) =>
      rollupPoint("probe_measure", { ...tags, measure }, span, (form) => ({
        count: values.count(),
        sum: values.sum(),
        min: values.min(),
        max: values.max(),
        ...values.buckets(form),
      })),
    ),
  ];
}

function known<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
