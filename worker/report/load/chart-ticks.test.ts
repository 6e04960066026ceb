import fc from "fast-check";
import { expect, test } from "vitest";
import { timeTicks, valueTicks } from "./chart-ticks.ts";

test.each([
  [0, [0, 1]],
  [Number.NaN, [0, 1]],
  [0.9, [0, 0.25, 0.5, 0.75, 1]],
  [7, [0, 2, 4, 6, 8]],
  [1_000, [0, 250, 500, 750, 1_000]],
  [2_620, [0, 1_000, 2_000, 3_000]],
])("values up to %s are counted in round steps", (max, ticks) => {
  expect(valueTicks(max)).toEqual(ticks);
});

test("the last tick is never below the largest value, and there are few", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (max) => {
      const ticks = valueTicks(max);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(max * 0.999_99);
      expect(ticks.length).toBeLessThanOrEqual(7);
    }),
  );
});

test.each([
  [5_000, [0, 1_000, 2_000, 3_000, 4_000, 5_000]],
  [300_000, [0, 60_000, 120_000, 180_000, 240_000, 300_000]],
])("a run of %s ms has round times", (length, ticks) => {
  expect(timeTicks(length)).toEqual(ticks);
});

test("a run of days has a handful of times as well", () => {
  expect(timeTicks(7 * 86_400_000).length).toBeLessThanOrEqual(7);
  expect(timeTicks(30 * 86_400_000).length).toBeLessThanOrEqual(7);
});
