import { expect, test } from "vitest";
import type { Probe, Schedule } from "../contract/config.ts";
import { fakeProbe } from "../kit/fake-probe.ts";
import { offsetOf } from "./due.ts";
import { findStarved } from "./starved.ts";

const minuteMs = 60_000;
const nowMs = Date.parse("2026-01-10T03:50:00Z");
const cron = (text: string): Schedule => ({ kind: "cron", cron: text, timeZone: "UTC" });
const every = (minutes: number): Schedule => ({ kind: "every", everyMs: minutes * minuteMs });
const chat = (schedule: Schedule, more: Partial<Probe> = {}) => fakeProbe({ schedule, ...more });
const cold = (schedule: Schedule, quietMinutes: number, name = "cold") =>
  fakeProbe({ name, schedule, quietMs: quietMinutes * minuteMs });
const starved = (...probes: Probe[]) =>
  findStarved(probes, "home", nowMs).map(({ probe, holders }) => `${probe.name}: ${holders.map(({ name }) => name).join(" ")}`);

test.each<[string, Probe[], string[]]>([
  ["a tick outside the quiet time is enough", [cold(cron("0 4 * * *"), 20), chat(cron("50 3,4 * * *"))], []],
  ["all ticks within it are not", [cold(cron("0 4 * * *"), 20), chat(cron("45,50 3 * * *"))], ["chat: cold"]],
  ["its first moment belongs to it", [cold(cron("0 4 * * *"), 20), chat(cron("40 3 * * *"))], ["chat: cold"]],
  ["a minute before is free", [cold(cron("0 4 * * *"), 20), chat(cron("39 3 * * *"))], []],
  ["its tick belongs to it", [cold(cron("0 4 * * *"), 20), chat(cron("0 4 * * *"))], ["chat: cold"]],
  ["a minute after is free", [cold(cron("0 4 * * *"), 20), chat(cron("1 4 * * *"))], []],
  ["a tick on one day of the week is found", [cold(cron("0 4 * * 1-6"), 20), chat(cron("50 3 * * *"))], []],
  ["many ticks within one long quiet time are one look", [cold(cron("0 4 * * 0"), 2_000), chat(cron("* * * * *"))], []],
  ["a probe of another target is free", [cold(cron("0 4 * * *"), 20), chat(cron("50 3 * * *"), { target: "demo" })], []],
  ["who wants no quiet holds nothing", [chat(cron("0 4 * * *")), chat(cron("0 4 * * *"), { name: "auth" })], []],
  [
    "two may do together what neither does alone",
    [cold(cron("0 4 * * *"), 20, "early"), cold(cron("0 16 * * *"), 20, "late"), chat(cron("50 3,15 * * *"))],
    ["chat: early late"],
  ],
  ["two quiet probes may swallow each other", [cold(every(30), 29, "one"), cold(every(30), 29, "two")], ["one: two", "two: one"]],
  ["a probe whose last tick is held", [cold(cron("0 4 * * *"), 20), chat(cron("0 50 3 12 1 * 2026"))], ["chat: cold"]],
  ["a probe that never comes again is nobody's fault", [cold(cron("0 4 * * *"), 20), chat(cron("0 0 0 1 1 * 2020"))], []],
])("%s", (_title, probes, expected) => expect(starved(...probes)).toEqual(expected));

test("an interval is judged where its own offset puts it", () => {
  const probe = chat(every(30));
  const quietFor = (minutesBefore: number) => {
    const atMs = Date.parse("2026-01-10T00:00:00Z") + offsetOf(probe, "home") + minutesBefore * minuteMs;
    const [minute, second] = [new Date(atMs).getUTCMinutes(), new Date(atMs).getUTCSeconds()];
    return cold(cron(`${second} ${minute},${(minute + 30) % 60} * * * *`), 10);
  };
  expect(starved(probe, quietFor(5))).toEqual(["chat: cold"]);
  expect(starved(probe, quietFor(15))).toEqual([]);
});
