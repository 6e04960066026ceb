import { describe, expect, test } from "vitest";
import type { Gate, LoadMeasure, LoadWindow } from "../contract/load.ts";
import { type FakeStepLoad, journeyLoad, loadWindow, times } from "./fake-journey.ts";
import { startMs } from "./fake-samples.ts";
import { findKnee } from "./knee.ts";

const gate = (measure: LoadMeasure, value: number, step: string | null = "chat"): Gate => ({
  journey: "chat",
  step,
  measure,
  limit: { kind: "absolute", value },
});

/** A ramp of 10 iterations per second more in every window. */
const ramp = (steps: FakeStepLoad[][]): LoadWindow[] =>
  steps.map((some, at) => loadWindow(at, journeyLoad({ iterations: (at + 1) * 50 }, ...some)));

const chat = (ms: number, given: Partial<FakeStepLoad> = {}): FakeStepLoad => ({
  step: "chat",
  durationsMs: times(50, ms),
  ...given,
});
const slowing = [100, 110, 120, 150, 900, 2_000, 4_000].map((ms) => [chat(ms)]);

describe("the knee", () => {
  test("is the highest rate at which every gate was kept, with what broke first", () => {
    expect(findKnee(ramp(slowing), [gate("p95", 500)])).toMatchObject({
      ratePerS: 40,
      broke: { atMs: startMs + 20_000, ratePerS: 50, step: "chat", cause: null, also: [], gate: { name: "chat / chat p95" } },
    });
  });

  test("is beyond the highest rate when nothing broke", () => {
    expect(findKnee(ramp(slowing), [gate("p95", 5_000)])).toEqual({ ratePerS: 70, broke: null });
  });

  test("is nowhere when nothing was ever kept", () => {
    expect(findKnee(ramp(slowing), [gate("p95", 10)])).toMatchObject({ ratePerS: null, broke: { ratePerS: 10 } });
  });

  test("is nowhere when the first answers were awaited and broke it: nothing was kept until then", () => {
    const awaited: FakeStepLoad = { step: "chat", durationsMs: [] };
    const windows = ramp([[awaited], [chat(5_600)], [chat(5_700)]]);
    expect(findKnee(windows, [gate("p95", 5_000)])).toMatchObject({ ratePerS: null, broke: { ratePerS: 20, step: "chat" } });
  });

  test("is not at a hiccup of one window", () => {
    const hiccup = [100, 900, 110, 120, 130].map((ms) => [chat(ms)]);
    expect(findKnee(ramp(hiccup), [gate("p95", 500)])).toEqual({ ratePerS: 50, broke: null });
  });

  test("may be at the last window: the run was stopped there", () => {
    expect(findKnee(ramp(slowing.slice(0, 5)), [gate("p95", 500)])).toMatchObject({ ratePerS: 40, broke: { ratePerS: 50 } });
  });

  test("names the commonest error of what broke", () => {
    const errors = [
      { kind: "step" as const, cause: "answered 503", count: 9 },
      { kind: "step" as const, cause: "answered 500", count: 1 },
    ];
    const failing = [[chat(100)], [chat(100)], [chat(100, { failed: 10, errors })], [chat(100, { failed: 20, errors })]];
    expect(findKnee(ramp(failing), [gate("error-rate", 0.01)])).toMatchObject({ ratePerS: 20, broke: { cause: "answered 503" } });
  });

  test("names the worst of several gates that broke together, and the others", () => {
    const gates = [gate("p95", 800), gate("p99", 100), gate("error-rate", 0.9)];
    expect(findKnee(ramp(slowing.map(([step]) => [step ?? chat(1)]).slice(3)), gates)).toMatchObject({
      broke: { gate: { name: "chat / chat p99" } },
    });
    expect(findKnee(ramp(slowing), [gate("p95", 800), gate("p99", 400)])).toMatchObject({
      broke: { gate: { name: "chat / chat p99" }, also: ["chat / chat p95"] },
    });
  });

  test("of a whole journey is at the step that slowed down most", () => {
    const both = slowing.map(([one]) => [one ?? chat(1), { step: "sign-in", durationsMs: times(50, 90) }]);
    const windows = ramp(both).map((window) => ({
      ...window,
      journeys: window.journeys.map((journey) => ({ ...journey, duration: journey.steps[0]?.duration ?? null })),
    }));
    expect(findKnee(windows, [gate("p95", 500, null)])).toMatchObject({ broke: { step: "chat", gate: { name: "chat p95" } } });
  });

  test("is where answers stop coming, though not where the first are still awaited", () => {
    const silent: FakeStepLoad = { step: "chat", durationsMs: [] };
    const windows = ramp([[silent], [chat(100)], [chat(100)], [silent], [silent]]);
    expect(findKnee(windows, [gate("p95", 500)])).toMatchObject({
      ratePerS: 30,
      broke: { ratePerS: 40, gate: { outcome: "no-samples" } },
    });
  });

  test("is not at a percentile of three samples", () => {
    const few = [100, 100, 100, 600, 100, 600, 100].map((ms) => [chat(100, { durationsMs: [...times(6, 100), ms] })]);
    expect(findKnee(ramp(few), [gate("p50", 500)])).toMatchObject({ broke: null });
  });

  test("is told by the plan's rates where there is a plan", () => {
    expect(findKnee(ramp(slowing), [gate("p95", 500)], ({ startMs: at }) => (at - startMs) / 1_000)).toMatchObject({
      ratePerS: 15,
    });
  });

  test("of no windows or no gates is unknown", () => {
    expect(findKnee([], [gate("p95", 1)])).toEqual({ ratePerS: null, broke: null });
    expect(findKnee(ramp(slowing), [gate("throughput", 1_000)])).toMatchObject({ broke: null });
  });
});
