import { expect, test } from "vitest";
import type { GateResult, JourneyLoad, LoadMeasure, LoadSummary, LoadWindow } from "../contract/load.ts";
import { type WindowOf, pointsOfLoad, pointsOfWindow } from "./load-points.ts";

const counts = { requests: 40, requestsFailed: 4, checks: 0, checksFailed: 0, started: 20, ended: 20, failed: 5, blocked: 0 };

function distribution(p95: number) {
  const sketch = {
    count: 20,
    sum: 1,
    min: 1,
    max: 1,
    zeros: 0,
    positive: { firstKey: 0, counts: [] },
    negative: { firstKey: 0, counts: [] },
  };
  return { count: 20, min: 1, mean: 50, p50: 40, p90: 80, p95, p99: 99, max: 120, sketch };
}

function journey(p95: number): JourneyLoad {
  const step = { step: "chat", ...counts, duration: distribution(p95), measures: {}, errors: [] };
  return { journey: "chat", ...counts, iterations: 20, droppedIterations: 2, duration: distribution(p95), steps: [step] };
}

const windowOf = (p95: number): LoadWindow => ({
  startMs: 1_700_000_000_000,
  durationMs: 5_000,
  vus: 7,
  journeys: [journey(p95)],
});
const run: WindowOf = { id: "run-1", target: "demo", profile: "release", gates: [] };

const gateOf = (step: string | null, measure: LoadMeasure, value: number, journey: string | null = null): GateResult => ({
  name: "a gate",
  gate: { journey, step, measure, limit: { kind: "absolute", value } },
  outcome: "kept",
  seen: null,
  limit: value,
  text: "",
});

test("a window is a point a step, at its start, with the baseline's figures of the same time", () => {
  expect(pointsOfWindow(run, windowOf(90), windowOf(60))).toEqual([
    {
      measurement: "load_window",
      tags: { target: "demo", journey: "chat", profile: "release", step: "chat" },
      fields: {
        run_id: "run-1",
        requests: 20,
        failed: 5,
        rps: 4,
        p50_ms: 40,
        p90_ms: 80,
        p95_ms: 90,
        p99_ms: 99,
        max_ms: 120,
        vus: 7,
        baseline_p95_ms: 60,
        baseline_rps: 4,
      },
      timestampNs: "1700000000000000000",
    },
  ]);
});

test("without a baseline, and of a step that ended nowhere, the fields are absent", () => {
  const [empty] = windowOf(90).journeys.map((one) => ({ ...one, steps: one.steps.map((step) => ({ ...step, duration: null })) }));
  const [point] = pointsOfWindow(run, { ...windowOf(90), journeys: empty ? [empty] : [] }, null);
  expect(Object.keys(point?.fields ?? {})).toEqual(["run_id", "requests", "failed", "rps", "vus"]);
});

test("a window says what its steps are held to: the strictest of their own gates, and the error rate of all", () => {
  const gates = [
    gateOf("chat", "p95", 800),
    gateOf("chat", "p95", 500, "chat"),
    gateOf("sign-in", "p95", 100),
    gateOf("chat", "p95", 200, "other"),
    gateOf(null, "p95", 300),
    gateOf("chat", "p99", 50),
    gateOf(null, "error-rate", 0.01),
  ];
  const [point] = pointsOfWindow({ ...run, gates }, windowOf(90), null);
  expect(point?.fields).toMatchObject({ gate_p95_ms: 500, gate_error_rate: 0.01 });
});

test("a run is a point a journey with its verdict, gates and comparison", () => {
  const change = {
    journey: "chat",
    step: "chat",
    measure: "p95" as const,
    baseline: 60,
    current: 90,
    change: 0.5,
    low: 0.4,
    high: 0.6,
    verdict: "regression" as const,
  };
  const summary: LoadSummary = {
    ...run,
    ratePerS: 5,
    startedAtMs: 1_700_000_000_000,
    endedAtMs: 1_700_000_010_000,
    verdict: "failed",
    revision: "r-1",
    reasons: ["chat p95: too slow"],
    totals: {
      firstMs: 1,
      lastMs: 2,
      vus: 7,
      journeys: [journey(90)],
      errors: [],
      samples: 9,
      lateSamples: 0,
      unreadableMarkers: 0,
      tooManySteps: false,
    },
    gates: [{ name: "chat p95", gate: null, outcome: "broken", seen: 90, limit: 80, text: "p95" }],
    baselineId: "run-0",
    comparison: { verdict: "regression", changes: [change], confidence: 0.95, windows: { baseline: 5, current: 5 } },
    knee: { ratePerS: 12, broke: null },
  };
  expect(pointsOfLoad(summary)).toMatchObject([
    {
      measurement: "load_run",
      tags: { target: "demo", journey: "chat", profile: "release", verdict: "failed" },
      fields: {
        run_id: "run-1",
        duration_ms: 10_000,
        iterations: 20,
        dropped_iterations: 2,
        requests: 20,
        failed: 5,
        error_rate: 0.25,
        rate: 2,
        gates: 1,
        gates_broken: 1,
        regressions: 1,
        baseline_id: "run-0",
        knee_rate: 12,
        cause: "chat p95: too slow",
      },
    },
  ]);
});
