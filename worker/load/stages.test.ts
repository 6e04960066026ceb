import { describe, expect, test } from "vitest";
import { loadWindow } from "./fake-journey.ts";
import { startMs } from "./fake-samples.ts";
import { iterationsOf, peakOf, plannedStages, plateausOf, rateAt } from "./stages.ts";

const stages = plannedStages(
  {
    startTarget: 0,
    stages: [
      { target: 1, durationMs: 10_000 },
      { target: 1, durationMs: 30_000 },
      { target: 3, durationMs: 0 },
      { target: 3, durationMs: 20_000 },
      { target: 0, durationMs: 10_000 },
    ],
  },
  20,
);

describe("stages", () => {
  test.each([
    [-1, 0],
    [0, 0],
    [5_000, 10],
    [10_000, 20],
    [39_999, 20],
    [40_000, 60],
    [65_000, 30],
    [70_000, 0],
  ])("%d ms after the beginning have a rate of %d/s", (sinceMs, rate) => {
    expect(rateAt(stages, sinceMs)).toBeCloseTo(rate, 5);
  });

  test("start as many iterations as the area under their rate, and have a peak", () => {
    expect(iterationsOf(stages)).toBe(100 + 600 + 0 + 1_200 + 300);
    expect(peakOf(stages)).toBe(60);
  });

  test("have plateaus of whole windows, without the moment after a ramp", () => {
    const windows = Array.from({ length: 20 }, (_none, at) => loadWindow(at));
    const plateaus = plateausOf(windows, stages, startMs + 1_000);
    const seconds = plateaus.map((plateau) => plateau.map((window) => (window.startMs - startMs) / 1_000));
    expect(seconds).toEqual([
      [20, 25, 30, 35],
      [50, 55],
    ]);
  });

  test("without any of the same rate have no plateau", () => {
    expect(
      plateausOf([loadWindow(0)], plannedStages({ startTarget: 0, stages: [{ target: 1, durationMs: 10_000 }] }, 1), startMs),
    ).toEqual([]);
  });
});
