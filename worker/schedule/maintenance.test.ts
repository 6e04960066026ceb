import { expect, test } from "vitest";
import type { MaintenanceWindow } from "../contract/config.ts";
import { maintenanceAt } from "./maintenance.ts";

const once: MaintenanceWindow = {
  target: "staging",
  reason: "database moves",
  span: { kind: "once", startMs: Date.parse("2026-01-10T22:00:00Z"), endMs: Date.parse("2026-01-10T23:00:00Z") },
};
const nightly: MaintenanceWindow = {
  target: null,
  reason: "nightly restart",
  span: { kind: "cron", cron: "30 2 * * *", timeZone: "Europe/Berlin", durationMs: 20 * 60_000 },
};
const windows = [once, nightly];

test.each([
  ["before it starts", "staging", "2026-01-10T21:59:59.999Z", null],
  ["at its start", "staging", "2026-01-10T22:00:00.000Z", once],
  ["within it", "staging", "2026-01-10T22:30:00.000Z", once],
  ["at its end", "staging", "2026-01-10T23:00:00.000Z", null],
  ["for another target", "demo", "2026-01-10T22:30:00.000Z", null],
  ["just before it comes again, in its own zone", "demo", "2026-01-11T01:29:59.999Z", null],
  ["when it comes again", "demo", "2026-01-11T01:30:00.000Z", nightly],
  ["in its last millisecond", "staging", "2026-01-11T01:49:59.999Z", nightly],
  ["when its duration is over", "staging", "2026-01-11T01:50:00.000Z", null],
  ["in summer, by the same local time", "staging", "2026-07-01T00:40:00.000Z", nightly],
  ["in the night that has no such time: when the gap ends", "staging", "2026-03-29T01:10:00.000Z", nightly],
  ["in the night that has it twice: the first time", "staging", "2026-10-25T00:40:00.000Z", nightly],
  ["in the night that has it twice: the second time", "staging", "2026-10-25T01:40:00.000Z", null],
])("a window %s", (_name, target, at, window) => expect(maintenanceAt(windows, target, Date.parse(at))).toBe(window));

test("without windows there is no maintenance", () => expect(maintenanceAt([], "staging", 0)).toBeNull());

test("the first of several that cover a time counts", () => {
  const always: MaintenanceWindow = {
    target: null,
    reason: "always",
    span: { kind: "once", startMs: 0, endMs: Number.MAX_SAFE_INTEGER },
  };
  expect(maintenanceAt([once, always], "staging", Date.parse("2026-01-10T22:30:00Z"))).toBe(once);
});

test("a window longer than the time between its starts never ends", () => {
  const span = { kind: "cron" as const, cron: "0 * * * *", timeZone: "UTC", durationMs: 90 * 60_000 };
  const window = { target: null, reason: "overlapping", span };
  expect(maintenanceAt([window], "staging", Date.parse("2026-01-10T22:59:59Z"))).toBe(window);
});
