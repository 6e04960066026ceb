import { expect, test } from "vitest";
import { durationOf } from "./duration-of.ts";

test.each([
  ["15", 900_000],
  ["0.5", 30_000],
  ["90s", 90_000],
  ["1.5m", 90_000],
  ["2h", 7_200_000],
  [" 1m ", 60_000],
  ["0", null],
  ["0s", null],
  ["-1m", null],
  ["1d", null],
  ["", null],
  ["m", null],
  ["1m30s", null],
])("%j is %j milliseconds", (text, ms) => {
  expect(durationOf(text)).toBe(ms);
});
