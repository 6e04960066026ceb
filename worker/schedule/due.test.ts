import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Schedule } from "../contract/config.ts";
import { intervalAfter, mostCounted, nextDue, offsetOf, ticksUntil } from "./due.ts";
import { fakeProbe } from "../kit/fake-probe.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
const zone = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Asia/Kolkata",
);
const cronSchedule = fc.record({
  kind: fc.constant("cron" as const),
  cron: fc.constantFrom(
    "* * * * *",
    "*/5 * * * *",
    "30 2 * * *",
    "0 9 * * MON-FRI",
    "15,45 * * * *",
    "0 0 29 2 *",
    "*/10 * * * * *",
  ),
  timeZone: zone,
});
const grid = fc
  .integer({ min: 100, max: 7 * dayMs })
  .chain((everyMs) => fc.record({ everyMs: fc.constant(everyMs), offsetMs: fc.integer({ min: 0, max: everyMs - 1 }) }));
const placed: fc.Arbitrary<{ schedule: Schedule; offsetMs: number }> = fc.oneof(
  grid.map(({ everyMs, offsetMs }) => ({ schedule: every(everyMs), offsetMs })),
  cronSchedule.map((schedule) => ({ schedule, offsetMs: 0 })),
);

function every(everyMs: number): Schedule {
  return { kind: "every", everyMs };
}

function cronIn(cron: string, timeZone: string): Schedule {
  return { kind: "cron", cron, timeZone };
}

/** The ticks after `from` and before `to`, as ISO times. */
function ticksBetween(schedule: Schedule, from: string, to: string): string[] {
  const ticks: string[] = [];
  for (let ms = nextDue(schedule, 0, Date.parse(from)); ms !== null && ms < Date.parse(to); ms = nextDue(schedule, 0, ms)) {
    ticks.push(new Date(ms).toISOString());
  }
  return ticks;
}

describe("the next tick", () => {
  test("is strictly after the time that was asked for, and the one after it later still", () => {
    fc.assert(
      fc.property(placed, instant, ({ schedule, offsetMs }, afterMs) => {
        const first = nextDue(schedule, offsetMs, afterMs);
        expect(first).toBeGreaterThan(afterMs);
        expect(nextDue(schedule, offsetMs, first ?? 0)).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
      }),
    );
  });

  test("of an interval stands on the grid, at most one interval ahead", () => {
    fc.assert(
      fc.property(grid, instant, ({ everyMs, offsetMs }, afterMs) => {
        const next = nextDue(every(everyMs), offsetMs, afterMs) ?? Number.NaN;
        expect((next - offsetMs) % everyMs).toBe(0);
        expect(next - afterMs).toBeLessThanOrEqual(everyMs);
      }),
    );
  });

  test("is the same whenever one asks between two ticks: restarts, suspends and clock jumps do not move it", () => {
    fc.assert(
      fc.property(placed, instant, fc.double({ min: 0, max: 1, noNaN: true }), ({ schedule, offsetMs }, afterMs, share) => {
        const next = nextDue(schedule, offsetMs, afterMs) ?? Number.NaN;
        const between = afterMs + Math.floor((next - 1 - afterMs) * share);
        expect(nextDue(schedule, offsetMs, between)).toBe(next);
      }),
    );
  });

  test.each([
    ["a date that never comes", "0 0 30 2 *"],
    ["a year that is over", "0 0 0 1 1 * 2020"],
  ])("of %s is null", (_name, cron) => expect(nextDue(cronIn(cron, "UTC"), 0, Date.UTC(2026, 0, 1))).toBeNull());
});

describe("over changes of daylight saving", () => {
  test.each<[string, Schedule, [string, string], string[]]>([
    [
      "a fixed time that the clock skips comes once, when the gap ends",
      cronIn("30 2 * * *", "Europe/Berlin"),
      ["2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"],
      ["2026-03-28T01:30:00.000Z", "2026-03-29T01:00:00.000Z", "2026-03-30T00:30:00.000Z"],
    ],
    [
      "a fixed time that the clock repeats comes once, the first time",
      cronIn("30 2 * * *", "Europe/Berlin"),
      ["2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z"],
      ["2026-10-24T00:30:00.000Z", "2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"],
    ],
    [
      "a list of times leaves out what the clock skips",
      cronIn("30 1,2 * * *", "Europe/Berlin"),
      ["2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"],
      ["2026-03-29T00:30:00.000Z"],
    ],
    [
      "a step follows the clock through the repeated hour",
      cronIn("*/30 * * * *", "Europe/Berlin"),
      ["2026-10-24T23:59:00Z", "2026-10-25T02:01:00Z"],
      [
        "2026-10-25T00:00:00.000Z",
        "2026-10-25T00:30:00.000Z",
        "2026-10-25T01:00:00.000Z",
        "2026-10-25T01:30:00.000Z",
        "2026-10-25T02:00:00.000Z",
      ],
    ],
  ])("%s", (_name, schedule, [from, to], ticks) => expect(ticksBetween(schedule, from, to)).toEqual(ticks));

  test.each(["Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Auckland", "UTC"])(
    "a daily time comes exactly once on every day in %s",
    (timeZone) => {
      const dayIn = new Intl.DateTimeFormat("en-CA", { timeZone });
      for (const cron of ["30 2 * * *", "0 0 * * *", "15 1 * * *"]) {
        const ticks = ticksBetween(cronIn(cron, timeZone), "2018-06-01T00:00:00Z", "2019-08-01T00:00:00Z");
        const days = ticks.map((tick) => Date.parse(dayIn.format(new Date(tick))) / dayMs);
        expect(days.length).toBeGreaterThan(420);
        expect(days).toEqual(days.map((_, index) => (days[0] ?? 0) + index));
      }
    },
  );

  test("an interval pays no heed to any zone", () => {
    expect(intervalAfter(every(hourMs), 0, Date.parse("2026-03-29T01:00:00Z"))).toBe(hourMs);
    expect(intervalAfter(cronIn("30 2 * * *", "Europe/Berlin"), 0, Date.parse("2026-03-28T01:30:00Z"))).toBe(23.5 * hourMs);
    expect(intervalAfter(cronIn("0 0 0 1 1 * 2027", "UTC"), 0, Date.UTC(2027, 0, 1))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the ticks until now", () => {
  test("are those one would find one by one", () => {
    fc.assert(
      fc.property(placed, instant, fc.double({ min: 0, max: 50, noNaN: true }), ({ schedule, offsetMs }, afterMs, intervals) => {
        const firstMs = nextDue(schedule, offsetMs, afterMs) ?? Number.NaN;
        const nowMs = firstMs + Math.floor(intervals * intervalAfter(schedule, offsetMs, firstMs));
        const ticks = [firstMs];
        for (let ms = nextDue(schedule, offsetMs, firstMs); ms !== null && ms <= nowMs; ms = nextDue(schedule, offsetMs, ms)) {
          ticks.push(ms);
        }
        expect(ticksUntil(schedule, offsetMs, firstMs, nowMs)).toEqual({ firstMs, lastMs: ticks.at(-1), count: ticks.length });
      }),
      { numRuns: 50 },
    );
  });

  test("are none before the first is due", () => {
    expect(ticksUntil(every(60_000), 5, 60_005, 60_004)).toBeNull();
    expect(ticksUntil(every(60_000), 5, 60_005, 60_005)).toEqual({
      firstMs: 60_005,
      lastMs: 60_005,
      count: 1,
    });
  });

  test("of a cron are not enumerated without end when the clock jumps by fifty years", () => {
    const nowMs = Date.UTC(2026, 0, 1, 0, 0, 30);
    expect(ticksUntil(cronIn("* * * * *", "Europe/Berlin"), 0, 60_000, nowMs)).toEqual({
      firstMs: 60_000,
      lastMs: Date.UTC(2026, 0, 1),
      count: mostCounted,
    });
    expect(ticksUntil(every(60_000), 0, 60_000, nowMs)?.count).toBe(Date.UTC(2026, 0, 1) / 60_000);
  });
});

describe("the offset", () => {
  test("lies within the interval and is the same every time", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 7 * dayMs }), (name, location, everyMs) => {
        const offsetMs = offsetOf(fakeProbe({ name, schedule: every(everyMs) }), location);
        expect(offsetMs).toBeGreaterThanOrEqual(0);
        expect(offsetMs).toBeLessThan(everyMs);
        expect(offsetOf(fakeProbe({ name, schedule: every(everyMs) }), location)).toBe(offsetMs);
      }),
    );
  });

  test("spreads probes over the interval", () => {
    const probes = Array.from({ length: 1_000 }, (_, index) => fakeProbe({ name: `probe-${index}`, schedule: every(60_000) }));
    const perTenth = Object.groupBy(probes, (probe) => Math.floor(offsetOf(probe, "home") / 6_000));
    expect(Object.keys(perTenth)).toHaveLength(10);
    for (const tenth of Object.values(perTenth)) expect(tenth?.length).toBeLessThan(150);
  });

  test("differs by probe, target and location", () => {
    const probe = fakeProbe({ schedule: every(dayMs) });
    const offsets = [
      offsetOf(probe, "home"),
      offsetOf(probe, "away"),
      offsetOf({ ...probe, name: "auth" }, "home"),
      offsetOf({ ...probe, target: "demo" }, "home"),
    ];
    expect(new Set(offsets).size).toBe(4);
  });

  test("is none for a cron: who writes a time means it", () => {
    expect(offsetOf(fakeProbe(), "home")).toBe(0);
  });
});
