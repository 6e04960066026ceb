import { expect, test } from "vitest";
import { formatChange, formatMeasure, formatMs, formatOffset, formatRate, formatShare, plural } from "./format.ts";

test.each([
  [null, "–"],
  [0, "0 ms"],
  [4.23, "4.2 ms"],
  [9.96, "10 ms"],
  [812.4, "812 ms"],
  [999.6, "1.00 s"],
  [1_234, "1.23 s"],
  [12_340, "12.3 s"],
  [125_000, "2 m 5 s"],
])("%s milliseconds read %s", (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

test.each([
  [null, "–"],
  [0, "0 %"],
  [0.000_01, "< 0.01 %"],
  [0.000_4, "0.04 %"],
  [0.031, "3.1 %"],
  [0.999_9, "99.99 %"],
  [0.999_999, "> 99.99 %"],
  [1, "100 %"],
])("a share of %s reads %s, and never like all or nothing when it is not", (share, text) => {
  expect(formatShare(share)).toBe(text);
});

test.each([
  [0, "0/s"],
  [0.25, "0.25/s"],
  [12.34, "12.3/s"],
  [1_200, "1,200/s"],
])("a rate of %s reads %s", (rate, text) => {
  expect(formatRate(rate)).toBe(text);
});

test.each([
  ["p95", 0.15, "+15 %"],
  ["p95", -0.023, "−2.3 %"],
  ["p95", 0.000_1, "±0 %"],
  ["error-rate", 0.01, "+1 point"],
  ["checks", -0.025, "−2.5 points"],
  ["p50", null, "–"],
] as const)("a change of %s by %s reads %s", (measure, change, text) => {
  expect(formatChange(measure, change)).toBe(text);
});

test.each([
  ["p99", 812, "812 ms"],
  ["error-rate", 0.02, "2.0 %"],
  ["checks", 1, "100 %"],
  ["throughput", 40, "40.0/s"],
] as const)("%s of %s has its unit: %s", (measure, value, text) => {
  expect(formatMeasure(measure, value)).toBe(text);
});

test.each([
  [-20, "0:00"],
  [65_000, "1:05"],
  [3_725_000, "1:02:05"],
])("%s milliseconds after the start read %s", (ms, text) => {
  expect(formatOffset(ms)).toBe(text);
});

test("one is not many", () => {
  expect([plural(1, "gate"), plural(2_000, "gate")]).toEqual(["1 gate", "2,000 gates"]);
});
