import { expect, test } from "vitest";
import { show, showMs, showSpan } from "./show.ts";

test.each([
  [7_500_000, "2 h 5 m"],
  [-7_500_000, "2 h 5 m"],
  [3 * 86_400_000 + 4 * 3_600_000 + 59_000, "3 d 4 h"],
  [86_400_000, "1 d"],
  [3_600_000 + 5_000, "1 h"],
  [61_000, "1 m 1 s"],
  [59_600, "1 m"],
  [12_000, "12 s"],
  [480, "480 ms"],
  [0, "0 ms"],
])("a span of %i ms is %s", (ms, shown) => {
  expect(showSpan(ms)).toBe(shown);
});

test.each([
  [300, "300 ms"],
  [1_540, "1.5 s"],
  [5_000, "5 s"],
])("a time-out of %i ms is %s", (ms, shown) => {
  expect(showMs(ms)).toBe(shown);
});

test.each([
  [undefined, "missing"],
  [null, "null"],
  [{ a: 1 }, '{"a":1}'],
  ["x".repeat(200), `"${"x".repeat(78)}…`],
])("a value is shown as JSON, shortened", (value, shown) => {
  expect(show(value)).toBe(shown);
});
