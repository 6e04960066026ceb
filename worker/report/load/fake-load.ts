import type {
  Distribution,
  ErrorCount,
  JourneyLoad,
  LoadCounts,
  LoadError,
  LoadSummary,
  LoadWindow,
  SketchData,
  StepLoad,
} from "../../contract/load.ts";
import type { LoadRecord, LoadReport, ReadSketches } from "./load-report.ts";

export const startedAtMs = 1_757_246_400_000;

/** What a fake run does, for tests. */
export interface FakeCourse {
  /** Of 5 seconds each. */
  windows?: number;
  journeys?: Record<string, string[]>;
  /** Median milliseconds of a step at a moment of the run, 0 to 1. */
  medianMs?: (step: string, progress: number) => number;
  /** Share of a step's occurrences that fails then. */
  failing?: (step: string, progress: number) => number;
  /** Iterations per second then. */
  rate?: (progress: number) => number;
  summary?: Partial<LoadSummary>;
}

/** A load run whose latencies lie log-normally around their median; always the same for the same course. */
export function fakeRecord(course: FakeCourse = {}): LoadRecord {
  const { windows: count = 24, journeys = { chat: ["sign-in", "dashboard", "chat"] }, summary = {} } = course;
  const random = randomFrom(7);
  const windows = Array.from({ length: count }, (_, index) => fakeWindow(index, count, journeys, course, random));
  const totals = Object.keys(journeys).map((journey) =>
    mergedJourney(windows.flatMap((window) => window.journeys.filter((one) => one.journey === journey))),
  );
  const endedAtMs = startedAtMs + count * 5_000;
  return {
    windows,
    summary: {
      id: "0199250c-0000-7000-8000-000000000001",
      profile: "release",
      target: "staging",
      ratePerS: 20,
      startedAtMs,
      endedAtMs,
      verdict: "passed",
      reasons: [],
      totals: {
        firstMs: count === 0 ? null : startedAtMs + 20,
        lastMs: count === 0 ? null : endedAtMs - 30,
        vus: count === 0 ? null : 60,
        journeys: count === 0 ? [] : totals,
        errors: [],
        samples: totals.reduce((sum, { requests }) => sum + requests * 12, 0),
        lateSamples: 0,
        unreadableMarkers: 0,
        tooManySteps: false,
      },
      gates: [],
      baselineId: null,
      comparison: null,
      knee: null,
      revision: "rev-42",
      ...summary,
    },
  };
}

export function fakeReport(run: LoadRecord = fakeRecord(), given: Partial<LoadReport> = {}): LoadReport {
  const environment = {
    location: "ci",
    machine: "2 cores, 8 GiB, linux x64",
    tools: { k6: "1.8.1", sonde: "0.1.0" },
    targetUrl: "https://api.staging.example.com",
  };
  return { run, baseline: null, environment, probes: [], ...given };
}

export function fakeError(given: Partial<LoadError> = {}): LoadError {
  return {
    journey: "chat",
    step: "dashboard",
    kind: "step",
    cause: "status (503) is 200",
    count: 12,
    firstAtMs: startedAtMs + 62_000,
    example: "status (503) is 200: upstream connect error",
    evidence: { request: "GET /api/dashboard", status: 503, body: "upstream connect error" },
    ...given,
  };
}

/** Reads sketches of `sketchOf`: their bins are a millisecond wide. */
export const readFakeSketches: ReadSketches = (sketches) => {
  const bins = new Map<number, number>();
  for (const { positive } of sketches)
    for (const [index, count] of positive.counts.entries()) {
      if (count > 0) bins.set(positive.firstKey + index, (bins.get(positive.firstKey + index) ?? 0) + count);
    }
  const sorted = [...bins].sort(([a], [b]) => a - b);
  const all = sorted.reduce((sum, [, count]) => sum + count, 0);
  return (quantile) => {
    let before = 0;
    for (const [value, count] of sorted) {
      before += count;
      if (before > Math.floor(quantile * (all - 1))) return value;
    }
    return null;
  };
};

function distributionOf(values: readonly number[]): Distribution | null {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (quantile: number) => sorted[Math.floor(quantile * (sorted.length - 1))] ?? 0;
  const sum = sorted.reduce((total, value) => total + value, 0);
  const shape = { count: sorted.length, min: at(0), mean: sum / sorted.length, max: at(1) };
  return { ...shape, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), sketch: sketchOf(sorted, sum) };
}

function sketchOf(sorted: readonly number[], sum: number): SketchData {
  const firstKey = Math.round(sorted[0] ?? 0);
  const counts = Array.from({ length: Math.round(sorted.at(-1) ?? 0) - firstKey + 1 }, () => 0);
  for (const value of sorted) counts[Math.round(value) - firstKey] = (counts[Math.round(value) - firstKey] ?? 0) + 1;
  const edges = { min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 };
  return { count: sorted.length, sum, ...edges, zeros: 0, positive: { firstKey, counts }, negative: { firstKey: 0, counts: [] } };
}

function fakeWindow(
  index: number,
  of: number,
  journeys: Record<string, string[]>,
  { medianMs = () => 200, failing = () => 0, rate = () => 20 }: FakeCourse,
  random: () => number,
): LoadWindow {
  const progress = of === 1 ? 0 : index / (of - 1);
  const iterations = Math.round((rate(progress) * 5) / Object.keys(journeys).length);
  const loads = Object.entries(journeys).map(([journey, steps]) => {
    const parts = steps.map((step) =>
      fakeStep(step, iterations, medianMs(step, progress), Math.round(failing(step, progress) * iterations), random),
    );
    return journeyOf(journey, parts, iterations);
  });
  return { startMs: startedAtMs + index * 5_000, durationMs: 5_000, vus: Math.round(rate(progress) * 3), journeys: loads };
}

function fakeStep(step: string, times: number, medianMs: number, failed: number, random: () => number): StepLoad {
  const values = Array.from({ length: times }, () => medianMs * Math.exp(0.35 * normal(random)));
  const errors: ErrorCount[] = failed === 0 ? [] : [{ kind: "step", cause: "status (503) is 200", count: failed }];
  const counts = { requests: times, requestsFailed: failed, checks: times, checksFailed: failed };
  return {
    step,
    ...counts,
    started: times,
    ended: times,
    failed,
    blocked: 0,
    duration: distributionOf(values),
    measures: {},
    errors,
  };
}

function journeyOf(journey: string, steps: StepLoad[], iterations: number): JourneyLoad {
  const sum = (name: keyof LoadCounts) => steps.reduce((total, step) => total + step[name], 0);
  const counts = {
    requests: sum("requests"),
    requestsFailed: sum("requestsFailed"),
    checks: sum("checks"),
    checksFailed: sum("checksFailed"),
    started: sum("started"),
    ended: sum("ended"),
    failed: sum("failed"),
    blocked: sum("blocked"),
  };
  return { journey, ...counts, iterations, droppedIterations: 0, duration: mergedDurations(steps), steps };
}

function mergedJourney(parts: readonly JourneyLoad[]): JourneyLoad {
  const names = [...new Set(parts.flatMap(({ steps }) => steps.map(({ step }) => step)))];
  const steps = names.map((name) => mergedStep(parts.flatMap((part) => part.steps.filter(({ step }) => step === name))));
  const iterations = parts.reduce((sum, part) => sum + part.iterations, 0);
  return journeyOf(parts[0]?.journey ?? "chat", steps, iterations);
}

function mergedStep(parts: readonly StepLoad[]): StepLoad {
  const whole = journeyOf("", [...parts], 0);
  const { journey: _journey, iterations: _iterations, droppedIterations: _dropped, steps: _steps, ...counts } = whole;
  return { ...counts, step: parts[0]?.step ?? "", measures: {}, errors: [] };
}

function mergedDurations(parts: readonly { duration: Distribution | null }[]): Distribution | null {
  const values = parts.flatMap(({ duration }) =>
    (duration?.sketch.positive.counts ?? []).flatMap((count, index) =>
      Array.from({ length: count }, () => (duration?.sketch.positive.firstKey ?? 0) + index),
    ),
  );
  return distributionOf(values);
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
