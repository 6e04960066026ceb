import fc from "fast-check";
import { expect, test } from "vitest";
import { percentile } from "./percentile.ts";

test.each([
  ["one value is every percentile of itself", [7], 95, 7],
  ["values come in any order", [30, 10, 20], 50, 20],
  ["numbers are not sorted as text", [9, 100, 20], 95, 100],
  ["the 95th of twenty is the nineteenth", Array.from({ length: 20 }, (_, index) => index + 1), 95, 19],
  ["the 0th is the smallest", [3, 1, 2], 0, 1],
  ["the 100th is the largest", [3, 1, 2], 100, 3],
  ["of nothing there is none", [], 95, null],
])("%s", (_title, values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected);
});

const values = fc.array(fc.double({ noNaN: true }), { minLength: 1 });
const percents = fc.integer({ min: 0, max: 100 });

test("it is one of the values, and so many percent of them are no larger", () => {
  fc.assert(
    fc.property(values, percents, (values, percent) => {
      const found = percentile(values, percent)!;
      expect(values.some((value) => Object.is(value, found))).toBe(true);
      expect(values.filter((value) => value <= found).length).toBeGreaterThanOrEqual((percent / 100) * values.length - 1e-9);
    }),
  );
});

test("a higher percentile is never smaller, and the values stay as they were", () => {
  fc.assert(
    fc.property(values, percents, percents, (values, one, other) => {
      const before = [...values];
      expect(percentile(values, Math.min(one, other))!).toBeLessThanOrEqual(percentile(values, Math.max(one, other))!);
      expect(values).toEqual(before);
    }),
  );
});
