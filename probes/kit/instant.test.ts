import { afterAll, beforeAll, expect, test } from "vitest";
import { instantOf } from "./instant.ts";

const zone = process.env["TZ"];

/** Where a text without a zone would be another time, if it were taken for a local one. */
beforeAll(() => void (process.env["TZ"] = "America/New_York"));
afterAll(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

const wantedMs = Date.UTC(2025, 8, 7, 12, 30);

test.each<[unknown, number | null]>([
  ["2025-09-07T12:30:00Z", wantedMs],
  ["2025-09-07T12:30:00.000001", wantedMs],
  ["2025-09-07T14:30:00+02:00", wantedMs],
  ["2025-09-07 12:30:00", wantedMs],
  ["Sun, 07 Sep 2025 12:30:00 GMT", wantedMs],
  [wantedMs, wantedMs],
  [wantedMs / 1_000, wantedMs],
  ["soon", null],
  ["", null],
  [Number.NaN, null],
  [null, null],
  [undefined, null],
  [{}, null],
])("%j is the time %j", (value, ms) => {
  expect(new Date(2025, 8, 7).getTimezoneOffset()).toBe(240);
  expect(instantOf(value)).toBe(ms);
});
