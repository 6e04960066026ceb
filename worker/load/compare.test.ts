import { describe, expect, test } from "vitest";
import type { Comparison, LoadWindow } from "../contract/load.ts";
import { compareRuns } from "./compare.ts";
import { journeyLoad, loadWindow, times } from "./fake-journey.ts";
import { type FakeRun, fakeWindows } from "./fake-windows.ts";
import { seededRandom } from "./random.ts";

const signIn = { step: "sign-in", medianMs: 40, sigma: 0.4 };
const chat = { step: "chat", medianMs: 800, sigma: 0.6 };
const steps = [signIn, chat];
/** Five minutes of a target whose mood changes: for half a minute at a time it is some 3 % slower or quicker. */
const usual: Omit<FakeRun, "random"> = { windows: 60, iterationsPerS: 10, steps, drift: { deviation: 0.03, persistence: 0.7 } };

const compare = (baseline: LoadWindow[], current: LoadWindow[]): Comparison =>
  compareRuns([baseline], [current], { random: seededRandom(1), draws: 150 });

/** How many of so many comparisons find a regression. */
function found(count: number, changed: Partial<FakeRun>, given: Partial<FakeRun> = {}): number {
  const random = seededRandom(2_026);
  const all = Array.from({ length: count }, () =>
    compare(fakeWindows({ ...usual, ...given, random }), fakeWindows({ ...usual, ...given, ...changed, random })),
  );
  return all.filter(({ verdict }) => verdict === "regression").length;
}

const changeOf = ({ changes }: Comparison, step: string | null, measure: string) =>
  changes.find((change) => change.step === step && change.measure === measure);

describe("of 40 comparisons on a target with moods", { timeout: 60_000 }, () => {
  test("none calls no change a regression", () => {
    expect(found(40, {})).toBe(0);
  });

  test("none calls a wobble of 2 % a regression", () => {
    expect(found(40, { factor: 1.02 })).toBe(0);
  });

  test("all see a slow-down of 15 %", () => {
    expect(found(40, { factor: 1.15 })).toBe(40);
  });

  test("none calls a speed-up a regression", () => {
    expect(found(20, { factor: 0.8 })).toBe(0);
  });

  test("at most two call no change a regression when moods are strong and last for a minute", () => {
    expect(found(40, {}, { drift: { deviation: 0.06, persistence: 0.85 } })).toBeLessThanOrEqual(2);
  });

  test("at most two are mistaken in a run of one minute", () => {
    expect(found(40, {}, { windows: 12 })).toBeLessThanOrEqual(2);
  });
});

/** One sample a window. */
const few = (ms: number) =>
  Array.from({ length: 12 }, (_none, at) => loadWindow(at, journeyLoad({}, { step: "a", durationsMs: [ms] })));

/** Two plateaus, the second twice as slow. */
const stages = (factor: number, seed: number) => {
  const random = seededRandom(seed);
  return [1, 2].map((stage) => fakeWindows({ ...usual, windows: 36, factor: factor * stage, random }));
};

describe("a comparison", () => {
  const random = seededRandom(5);
  const baseline = fakeWindows({ ...usual, random });
  const slower = fakeWindows({ ...usual, factor: 1.3, random });

  test("says the same for the same seed", () => {
    expect(compare(baseline, slower)).toEqual(compare(baseline, slower));
  });

  test("tells for every step how much changed, and the range in which the truth lies", () => {
    const change = changeOf(compare(baseline, slower), "chat", "p50");
    expect(change).toMatchObject({ journey: "chat", verdict: "regression" });
    expect(change?.change).toBeCloseTo(0.3, 1);
    expect(change?.low).toBeLessThan(0.3);
    expect(change?.high).toBeGreaterThan(0.3);
  });

  test("calls what became quicker an improvement", () => {
    expect(changeOf(compare(slower, baseline), "chat", "p50")).toMatchObject({ verdict: "improvement" });
  });

  test("calls nothing a regression that is within the tolerance, however sure it is", () => {
    const comparison = compareRuns([baseline], [slower], { random: seededRandom(1), draws: 100, tolerance: 0.5 });
    expect(comparison.verdict).toBe("no-regression");
    expect(changeOf(comparison, "chat", "p50")).toMatchObject({ verdict: "no-change" });
  });

  test("sees more errors as a difference of their shares", () => {
    const failing = fakeWindows({ ...usual, steps: [{ ...signIn, errorRate: 0.05 }, chat], random: seededRandom(6) });
    const change = changeOf(compare(baseline, failing), "sign-in", "error-rate");
    expect(change).toMatchObject({ verdict: "regression", baseline: 0 });
    expect(change?.change).toBeCloseTo(0.05, 1);
  });

  test("sees that less gets done", () => {
    const lazy = fakeWindows({ ...usual, iterationsPerS: 8, random: seededRandom(6) });
    expect(changeOf(compare(baseline, lazy), null, "throughput")).toMatchObject({
      verdict: "regression",
      baseline: 10,
      current: 8,
    });
  });

  test("does not claim to know what a few samples cannot tell", () => {
    const change = changeOf(compare(few(100), few(150)), "a", "p95");
    expect(change).toMatchObject({ verdict: "unclear", low: null, high: null });
    expect(changeOf(compare(few(100), few(101)), "a", "p95")).toMatchObject({ verdict: "no-change" });
  });

  test("does not claim to know what three windows cannot tell", () => {
    const comparison = compare(baseline.slice(0, 3), slower.slice(0, 3));
    expect(changeOf(comparison, "chat", "p50")).toMatchObject({ verdict: "unclear" });
  });

  test("has no samples of what only one of the runs did", () => {
    const renamed = fakeWindows({ ...usual, steps: [{ ...signIn, step: "log-in" }], random: seededRandom(6) });
    const comparison = compare(baseline, renamed);
    expect(changeOf(comparison, "log-in", "p95")).toMatchObject({ verdict: "no-samples", baseline: null });
    expect(changeOf(comparison, "sign-in", "p95")).toMatchObject({ verdict: "no-samples", current: null });
  });

  test("of nothing says nothing", () => {
    expect(compare([], [])).toMatchObject({ verdict: "no-regression", changes: [] });
  });

  test("keeps plateaus of different load apart: a stage that is twice as slow is no noise", () => {
    const [before, same, after] = [stages(1, 1), stages(1, 2), stages(1.15, 3)];
    const verdict = (current: LoadWindow[][]) => compareRuns(before, current, { random: seededRandom(1), draws: 150 }).verdict;
    expect([verdict(same), verdict(after)]).toEqual(["no-regression", "regression"]);
  });

  test("looks at all journeys together when there are several", () => {
    const both = baseline.map((window) => ({
      ...window,
      journeys: [...window.journeys, journeyLoad({ journey: "b" }, { step: "x", durationsMs: times(5, 9) })],
    }));
    expect(compare(both, both).changes.filter(({ journey }) => journey === null)).not.toEqual([]);
    expect(compare(baseline, baseline).changes.filter(({ journey }) => journey === null)).toEqual([]);
  });
});
