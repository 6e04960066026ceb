import type { ErrorCount, JourneyLoad, LoadCounts, LoadWindow, StepLoad } from "../contract/load.ts";
import { windowMs } from "../contract/load.ts";
import { noCounts, sumOf } from "./counts.ts";
import { startMs } from "./fake-samples.ts";
import { createSketch } from "./sketch.ts";

export interface FakeStepLoad extends Partial<LoadCounts> {
  step: string;
  durationsMs?: number[];
  errors?: ErrorCount[];
}

/** What was seen of a step of the kit: it ended as often as it has durations, unless told otherwise. For tests. */
function stepLoad({ step, durationsMs = [], errors = [], ...counts }: FakeStepLoad): StepLoad {
  const sketch = createSketch();
  for (const ms of durationsMs) sketch.add(ms);
  return { step, ...noCounts(), ended: durationsMs.length, ...counts, duration: sketch.distribution(), measures: {}, errors };
}

export function journeyLoad(given: Partial<Omit<JourneyLoad, "steps">> = {}, ...steps: FakeStepLoad[]): JourneyLoad {
  const loads = steps.map(stepLoad);
  return { journey: "chat", iterations: 0, droppedIterations: 0, ...sumOf(loads), duration: null, ...given, steps: loads };
}

/** The window at a place of a run. */
export function loadWindow(at: number, ...journeys: JourneyLoad[]): LoadWindow {
  return { startMs: startMs + at * windowMs, durationMs: windowMs, vus: 5, journeys };
}

/** So many times the same. */
export const times = (count: number, ms: number): number[] => Array.from({ length: count }, () => ms);
