import { describe, expect, test, vi } from "vitest";
import type { Config, Probe } from "../contract/config.ts";
import { fakeProbe } from "../kit/fake-probe.ts";
import { holdNotes } from "./hold-notes.ts";
import { quietLines } from "./quiet-lines.ts";
import { starvedProblems } from "./starved-problems.ts";
import { utcTime } from "./utc-time.ts";

const nowMs = Date.parse("2026-01-10T03:50:00Z");
const tickMs = Date.parse("2026-01-10T04:00:00Z");
const cron = (text: string) => ({ kind: "cron" as const, cron: text, timeZone: "UTC" });
const cold = fakeProbe({ name: "cold-start", schedule: cron("0 4 * * *"), quietMs: 1_200_000 });
const config = (...probes: Probe[]) => ({ probes, location: "home" }) as Config;

describe("the log", () => {
  test("says once for each tick of a quiet probe that others are held, and until when", () => {
    const info = vi.fn();
    const note = holdNotes({ info }, () => nowMs);
    for (let times = 0; times < 3; times++) note({ holder: cold, tickMs });
    note({ holder: { ...cold, name: "other" }, tickMs });
    note({ holder: cold, tickMs: tickMs + 86_400_000 });
    expect(info.mock.calls).toEqual([
      [{ probe: "cold-start", target: "staging" }, "held: cold-start wants staging idle until its run at 04:00 UTC is over"],
      [{ probe: "other", target: "staging" }, expect.stringContaining("held: other wants")],
      [expect.anything(), expect.stringContaining("at 2026-01-11 04:00 UTC is over")],
    ]);
  });
});

test.each([
  ["2026-01-10T04:00:00.900Z", "04:00 UTC"],
  ["2026-01-10T04:00:07Z", "04:00:07 UTC"],
  ["2026-01-09T23:59:59Z", "2026-01-09 23:59:59 UTC"],
])("%s is said as %s", (time, said) => expect(utcTime(Date.parse(time), nowMs)).toBe(said));

describe("what a quiet probe holds", () => {
  test.each([
    ["2026-01-10T03:50:00Z", "now until its run at 04:00 UTC is over."],
    ["2026-01-10T03:39:59Z", "next from 03:40 UTC until its run at 04:00 UTC is over."],
    ["2026-01-10T04:00:00Z", "next from 2026-01-11 03:40 UTC until its run at 2026-01-11 04:00 UTC is over."],
  ])("at %s is told as it is then", (now, end) => {
    const others = [fakeProbe(), fakeProbe({ name: "auth" }), fakeProbe({ name: "elsewhere", target: "demo" })];
    expect(quietLines(config(cold, ...others), Date.parse(now))).toEqual([
      `cold-start wants staging idle for 20 m before each run: chat, auth are held, ${end}`,
    ]);
  });

  test("is nothing without quiet, without other probes, and without ticks to come", () => {
    const over = { ...cold, schedule: cron("0 0 0 1 1 * 2020") };
    const lines = [config(fakeProbe()), config(cold), config(over, fakeProbe())].map((given) => quietLines(given, nowMs));
    expect(lines).toEqual([[], [], []]);
  });
});

test("quiet that leaves another probe no run is a problem that names both", () => {
  const chat = fakeProbe({ schedule: cron("50 3 * * *") });
  expect(starvedProblems(config(cold, chat), "sonde.config.ts", nowMs)).toEqual([
    {
      file: "sonde.config.ts",
      path: "probes.cold-start.quiet",
      found: "20 m, which holds every run of chat",
      expected: "a quiet time that leaves every probe of staging some of its ticks: make it shorter, or run chat at other times",
      paste: null,
    },
  ]);
  const late = { ...cold, name: "late", schedule: cron("0 16 * * *") };
  const twice = fakeProbe({ schedule: cron("50 3,15 * * *") });
  expect(starvedProblems(config(cold, late, twice), "f", nowMs)).toEqual([
    expect.objectContaining({ found: "20 m, which holds every run of chat, together with that of late" }),
  ]);
  expect(starvedProblems(config(cold, fakeProbe()), "f", nowMs)).toEqual([]);
});
