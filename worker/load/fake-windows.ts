import { type LoadWindow, windowMs } from "../contract/load.ts";
import { sumOf, noCounts } from "./counts.ts";
import { startMs } from "./fake-samples.ts";
import type { Random } from "./random.ts";
import { createSketch } from "./sketch.ts";

export interface FakeStep {
  step: string;
  /** Median duration in milliseconds. */
  medianMs: number;
  /** Of the logarithm: 0.5 makes the p95 2.3 times the median. */
  sigma: number;
  /** Occurrences per iteration. */
  perIteration?: number;
  errorRate?: number;
}

export interface FakeRun {
  windows: number;
  iterationsPerS: number;
  steps: FakeStep[];
  /** The target's mood: how far all durations of a window drift together (of the logarithm), and how much of it stays. */
  drift: { deviation: number; persistence: number };
  /** 1.15: everything takes 15 % longer. */
  factor?: number;
  random: Random;
}

/** Windows as a target under load gives them, for tests: log-normal durations whose level drifts slowly. */
export function fakeWindows({ windows, iterationsPerS, steps, drift, factor = 1, random }: FakeRun): LoadWindow[] {
  const { deviation, persistence } = drift;
  let level = deviation * normal(random);
  return Array.from({ length: windows }, (_none, at) => {
    level = persistence * level + deviation * Math.sqrt(1 - persistence ** 2) * normal(random);
    const iterations = (iterationsPerS * windowMs) / 1_000;
    const loads = steps.map(({ step, medianMs, sigma, perIteration = 1, errorRate = 0 }) => {
      const sketch = createSketch();
      const counts = noCounts();
      for (let occurrence = 0; occurrence < iterations * perIteration; occurrence++) {
        sketch.add(medianMs * factor * Math.exp(level + sigma * normal(random)));
        counts.started += 1;
        counts.ended += 1;
        if (random() < errorRate) counts.failed += 1;
      }
      const cause = { kind: "step" as const, cause: "answered 503", count: counts.failed };
      return { step, ...counts, duration: sketch.distribution(), measures: {}, errors: counts.failed > 0 ? [cause] : [] };
    });
    const journey = { journey: "chat", ...sumOf(loads), iterations, droppedIterations: 0, duration: null, steps: loads };
    return { startMs: startMs + at * windowMs, durationMs: windowMs, vus: 10, journeys: [journey] };
  });
}

/** By Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
