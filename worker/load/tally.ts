import type { ErrorCount, JourneyLoad, LoadCounts, StepLoad } from "../contract/load.ts";
import type { Cause, CauseBook } from "./causes.ts";
import { addCounts, noCounts, sumOf } from "./counts.ts";
import { type Sketch, createSketch } from "./sketch.ts";

/** A step of a journey, for as long as the run goes on. */
export interface StepSeries {
  step: string;
  /** The kit marks its occurrences and times them. */
  isMarked: boolean;
  book: CauseBook;
}

export interface JourneySeries {
  journey: string;
  steps: Map<string, StepSeries>;
}

/** What was seen of a step, within a window or altogether. */
export interface StepTally {
  counts: LoadCounts;
  duration: Sketch;
  measures: Map<string, Sketch>;
  errors: Map<Cause, number>;
}

export interface JourneyTally {
  iterations: number;
  droppedIterations: number;
  duration: Sketch;
  steps: Map<StepSeries, StepTally>;
}

/** A window, or the whole run. */
export interface Span {
  startMs: number;
  vus: number | null;
  journeys: Map<JourneySeries, JourneyTally>;
}

const mostMeasures = 50;

export function emptySpan(startMs: number): Span {
  return { startMs, vus: null, journeys: new Map() };
}

export function journeyTally({ journeys }: Span, series: JourneySeries): JourneyTally {
  const known = journeys.get(series);
  if (known) return known;
  const made = { iterations: 0, droppedIterations: 0, duration: createSketch(), steps: new Map() };
  journeys.set(series, made);
  return made;
}

export function stepTally({ steps }: JourneyTally, series: StepSeries): StepTally {
  const known = steps.get(series);
  if (known) return known;
  const made = { counts: noCounts(), duration: createSketch(), measures: new Map(), errors: new Map() };
  steps.set(series, made);
  return made;
}

export function addMeasure({ measures }: StepTally, name: string): Sketch | null {
  const known = measures.get(name);
  if (known || measures.size >= mostMeasures) return known ?? null;
  const made = createSketch();
  measures.set(name, made);
  return made;
}

export function countError({ errors }: StepTally, cause: Cause, count = 1): void {
  errors.set(cause, (errors.get(cause) ?? 0) + count);
}

export function addSpan(into: Span, more: Span): void {
  if (more.vus !== null) into.vus = Math.max(into.vus ?? 0, more.vus);
  for (const [series, journey] of more.journeys) {
    const sum = journeyTally(into, series);
    sum.iterations += journey.iterations;
    sum.droppedIterations += journey.droppedIterations;
    sum.duration.merge(journey.duration);
    for (const [step, tally] of journey.steps) addStep(stepTally(sum, step), tally);
  }
}

function addStep(into: StepTally, more: StepTally): void {
  addCounts(into.counts, more.counts);
  into.duration.merge(more.duration);
  for (const [name, sketch] of more.measures) addMeasure(into, name)?.merge(sketch);
  for (const [cause, count] of more.errors) countError(into, cause, count);
}

/** Every journey of a span as plain data. */
export function journeysOf({ journeys }: Span): JourneyLoad[] {
  return [...journeys].map(([{ journey }, { iterations, droppedIterations, duration, steps }]) => {
    const loads = [...steps].map(([{ step }, tally]) => stepLoadOf(step, tally));
    return { journey, iterations, droppedIterations, ...sumOf(loads), duration: duration.distribution(), steps: loads };
  });
}

function stepLoadOf(step: string, { counts, duration, measures, errors }: StepTally): StepLoad {
  const distributions = [...measures].flatMap(([name, sketch]) => {
    const distribution = sketch.distribution();
    return distribution === null ? [] : [[name, distribution] as const];
  });
  return {
    step,
    ...counts,
    duration: duration.distribution(),
    measures: Object.fromEntries(distributions),
    errors: [...errors].map(([{ kind, cause }, count]): ErrorCount => ({ kind, cause, count })),
  };
}
