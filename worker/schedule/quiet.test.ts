import { describe, expect, test } from "vitest";
import { fakeProbe } from "../kit/fake-probe.ts";
import type { UnderWay } from "./place.ts";
import { type Holding, holdOn, nextUnheld } from "./quiet.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const tickMs = 4 * hourMs;
const quiet = fakeProbe({ name: "cold-start", quietMs: 20 * minuteMs, schedule: { kind: "every", everyMs: 24 * hourMs } });
const chat = fakeProbe({ schedule: { kind: "every", everyMs: 15 * minuteMs } });

const coldStart: Holding = { probe: quiet, nextMs: tickMs, underWay: null, removed: false };
const run = (given: Partial<UnderWay>): UnderWay => ({
  trigger: "schedule",
  scheduledAtMs: tickMs,
  attempt: 1,
  started: true,
  ...given,
});
const always = () => true;

describe("a run of another probe of the target", () => {
  test.each<[string, minutes: number, Partial<Holding>, held: boolean]>([
    ["starts a moment before the quiet time", -20.001, {}, false],
    ["is held from its first moment", -20, {}, true],
    ["is held in the middle of it", -7, {}, true],
    ["is held at the tick itself", 0, {}, true],
    ["is held while the tick is overdue", 5, {}, true],
    ["is held while the tick waits for a slot", 1, { nextMs: null, underWay: run({ started: false }) }, true],
    ["is held while the run of the tick goes on", 1, { nextMs: tickMs + 24 * hourMs, underWay: run({}) }, true],
    ["starts once that run is over", 1, { nextMs: tickMs + 24 * hourMs }, false],
    ["starts when no tick comes any more", 0, { nextMs: null }, false],
    [
      "is not held by a confirmation",
      1,
      { nextMs: tickMs + 24 * hourMs, underWay: run({ trigger: "confirm", attempt: 2 }) },
      false,
    ],
    ["is not held by a run that was asked for out of turn", -60, { underWay: run({ trigger: "picture" }) }, false],
    ["is not held by a probe that a reload removed", -7, { removed: true }, false],
    ["is not held by the last run of a probe that a reload removed", 1, { removed: true, underWay: run({}) }, false],
    ["is not held by a probe that wants no quiet any more", -7, { probe: { ...quiet, quietMs: null } }, false],
    ["is not held by a probe of another target", -7, { probe: { ...quiet, target: "demo" } }, false],
  ])("%s", (_title, minutes, given, held) => {
    const holding = { ...coldStart, ...given };
    const atMs = tickMs + minutes * minuteMs;
    for (const trigger of ["schedule", "start", "confirm", "picture"] as const) {
      const hold = holdOn({ probe: chat, trigger }, [holding], atMs, always);
      expect(hold).toEqual(held ? { holder: quiet, tickMs } : null);
    }
  });

  test("is not held for a tick that the daily limit will skip", () => {
    const asked: unknown[] = [];
    const spent = (...question: unknown[]) => {
      asked.push(question);
      return false;
    };
    expect(holdOn({ probe: chat, trigger: "schedule" }, [coldStart], tickMs, spent)).toBeNull();
    expect(asked).toEqual([[quiet, tickMs]]);
  });

  test("is held by a second quiet probe when the first does not hold it", () => {
    const other = { ...coldStart, probe: { ...quiet, name: "other" }, nextMs: tickMs - hourMs };
    const wanted = { probe: chat, trigger: "schedule" as const };
    expect(holdOn(wanted, [coldStart, other], tickMs - hourMs, always)?.holder.name).toBe("other");
  });
});

test.each([
  ["schedule", false],
  ["start", true],
  ["confirm", true],
  ["picture", true],
] as const)("before its tick a quiet probe's own %s run is held: %o", (trigger, held) => {
  expect(holdOn({ probe: quiet, trigger }, [coldStart], tickMs - minuteMs, always) !== null).toBe(held);
});

test.each<[string, nextMs: number | null, expected: number | null]>([
  ["before the quiet time is as planned", tickMs - 21 * minuteMs, tickMs - 21 * minuteMs],
  ["within it is the first after it", tickMs - 20 * minuteMs, tickMs + 15 * minuteMs],
  ["at the tick is the one after it", tickMs, tickMs + 15 * minuteMs],
  ["that never comes is none", null, null],
])("the next tick %s", (_title, nextMs, expected) => {
  expect(nextUnheld({ probe: chat, offsetMs: 0, nextMs }, [coldStart], always)).toBe(expected);
});

test("the next tick while the run goes on that others wait for is as planned: nobody knows when that is over", () => {
  const running = { ...coldStart, nextMs: tickMs + 24 * hourMs, underWay: run({}) };
  expect(nextUnheld({ probe: chat, offsetMs: 0, nextMs: tickMs + minuteMs }, [running], always)).toBe(tickMs + minuteMs);
});
