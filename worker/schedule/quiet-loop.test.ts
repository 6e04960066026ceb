import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Probe, Schedule } from "../contract/config.ts";
import { fakeProbe } from "../kit/fake-probe.ts";
import { nextDue, offsetOf, ticksUntil } from "./due.ts";
import { type FakeLoop, fakeLoop } from "./fake-loop.ts";

const minuteMs = 60_000;
const cron = (text: string): Schedule => ({ kind: "cron", cron: text, timeZone: "UTC" });
const every = (seconds: number): Schedule => ({ kind: "every", everyMs: seconds * 1_000 });
const nothing = { again: false, picture: false };

/** Due every minute, 30 s after the loop's clock begins. */
const chat = fakeProbe();
/** Due at 10 minutes past every hour, at 570 s of the loop's clock; quiet from 390 s on. */
const cold = fakeProbe({ name: "cold", schedule: cron("10 * * * *"), quietMs: 3 * minuteMs });

/** Due times in seconds of a probe's ticks with that reason. */
function skipped({ skips }: FakeLoop, name: string): number[] {
  return skips.filter(({ probe, reason }) => probe === name && reason === "quiet").map(({ dueS }) => dueS);
}

function starts({ runs }: FakeLoop, name: string): number[] {
  return runs.filter(({ probe }) => probe === name).map(({ startedS }) => startedS);
}

const from = (first: number, last: number) => Array.from({ length: (last - first) / 60 + 1 }, (_, index) => first + index * 60);

describe("before the tick of a quiet probe", () => {
  test("the target's other ticks are skipped and recorded, until its run is over; other targets go on", async () => {
    const elsewhere = fakeProbe({ name: "elsewhere", target: "demo" });
    const loop = fakeLoop({ probes: [chat, cold, elsewhere], lasts: ({ probe }) => (probe.name === "cold" ? 100 : 1) });
    await loop.clock.advance(12.5 * minuteMs);
    expect(starts(loop, "cold")).toEqual([570]);
    expect(skipped(loop, "chat")).toEqual(from(390, 630));
    expect(starts(loop, "chat")).toEqual([...from(30, 330), ...from(690, 750)]);
    expect(starts(loop, "elsewhere")).toEqual(from(30, 750));
    expect(new Set(loop.holds)).toEqual(new Set(["cold until 570"]));
  });

  test("a tick that waits for a slot and would begin within the quiet time is held, and recorded once", async () => {
    const hog = fakeProbe({ name: "hog", target: "demo", schedule: cron("6 * * * *") });
    const slow = fakeProbe({ name: "slow", schedule: cron("6 * * * *") });
    const loop = fakeLoop({
      probes: [hog, slow, cold],
      concurrency: 1,
      lasts: ({ probe }) => (probe.name === "hog" ? 100 : 1),
    });
    await loop.clock.advance(10 * minuteMs);
    expect(loop.told()).toEqual(["hog schedule 1 @330", "cold schedule 1 @570"]);
    expect(loop.skips).toEqual([{ probe: "slow", ticks: 1, reason: "quiet", dueS: 330 }]);
  });

  test("the next tick that is told is the one after the quiet time", async () => {
    const health = fakeProbe({ name: "health", schedule: cron("*/5 * * * *") });
    const loop = fakeLoop({ probes: [health, cold], startsS: 380 });
    await loop.clock.advance(20_000);
    expect(loop.loop.next()).toEqual(
      new Map([
        ["health", Date.parse("2026-01-10T00:15:00Z")],
        ["cold", Date.parse("2026-01-10T00:10:00Z")],
      ]),
    );
    await loop.clock.advance(10 * minuteMs);
    expect(loop.told()).toEqual(["health start 1 @380", "cold schedule 1 @570", "health schedule 1 @870"]);
    expect(loop.holds[0]).toBe("cold until 570");
  });

  test("a quiet time that had begun when the worker started is not kept: whoever starts it sees something", async () => {
    const health = fakeProbe({ name: "health", schedule: cron("* * * * *") });
    const loop = fakeLoop({ probes: [health, cold], startsS: 400 });
    await loop.clock.advance(3 * minuteMs);
    expect(loop.told().slice(0, 2)).toEqual(["health start 1 @400", "health schedule 1 @450"]);
    expect(starts(loop, "cold")).toEqual([570]);
    expect(skipped(loop, "health").filter((dueS) => dueS < 570)).toEqual([]);
  });

  test("a confirmation is held and not made up for: the next tick after the quiet time measures again", async () => {
    const probe = fakeProbe({ schedule: cron("6,12 * * * *") });
    const loop = fakeLoop({
      probes: [probe, cold],
      lasts: () => 70,
      after: (tick) => ({ again: tick.probe === probe && tick.attempt === 1, picture: false }),
    });
    await loop.clock.advance(15 * minuteMs);
    expect(loop.told()).toEqual(["chat schedule 1 @330", "cold schedule 1 @570", "chat schedule 1 @690", "chat confirm 2 @760"]);
    expect(loop.skips).toEqual([]);
  });

  test("a confirmation that waits for a slot is held when it gets one", async () => {
    const hog = fakeProbe({ name: "hog", target: "demo", schedule: cron("6 * * * *") });
    const probes = [fakeProbe({ schedule: cron("6 * * * *") }), hog, cold];
    const loop = fakeLoop({
      probes,
      concurrency: 2,
      lasts: ({ probe }) => (probe.name === "hog" ? 100 : 50),
      after: ({ probe, attempt }) => ({ again: probe.name === "chat" && attempt === 1, picture: false }),
    });
    await loop.clock.advance(340_000);
    loop.loop.reload(probes, 1);
    await loop.clock.advance(45_000);
    expect(loop.loop.next().get("chat")).toBe(loop.clock.now() - 5_000);
    await loop.clock.advance(4 * minuteMs);
    expect(loop.told()).toEqual(["chat schedule 1 @330", "hog schedule 1 @330", "cold schedule 1 @570"]);
    expect(loop.skips).toEqual([]);
  });

  test("a confirmation asked for within the quiet time does not wait for a slot: ticks are not taken for overlaps of it", async () => {
    const hog = fakeProbe({ name: "hog", target: "demo", schedule: cron("6 * * * *") });
    const probes = [fakeProbe({ schedule: cron("6,8 * * * *") }), hog, cold];
    const loop = fakeLoop({
      probes,
      concurrency: 2,
      lasts: ({ probe }) => (probe.name === "hog" ? 200 : 70),
      after: ({ probe }) => ({ again: probe.name === "chat", picture: false }),
    });
    await loop.clock.advance(340_000);
    loop.loop.reload(probes, 1);
    await loop.clock.advance(3 * minuteMs);
    expect(loop.told()).toEqual(["chat schedule 1 @330", "hog schedule 1 @330"]);
    expect(loop.skips).toEqual([{ probe: "chat", ticks: 1, reason: "quiet", dueS: 450 }]);
  });

  test("the picture of the target is held", async () => {
    const failing = fakeProbe({ name: "failing", schedule: cron("6 * * * *") });
    const loop = fakeLoop({
      probes: [failing, fakeProbe({ schedule: cron("30 * * * *") }), cold],
      lasts: () => 90,
      after: ({ probe }) => ({ again: false, picture: probe === failing }),
    });
    await loop.clock.advance(10 * minuteMs);
    expect(loop.told()).toEqual(["failing schedule 1 @330", "cold schedule 1 @570"]);
    expect(loop.holds).toEqual(["cold until 570"]);
  });

  test("it is no part of the picture of its target, which it would not meet cold", async () => {
    const failing = fakeProbe({ name: "failing", schedule: cron("2 * * * *") });
    const loop = fakeLoop({
      probes: [failing, fakeProbe({ schedule: cron("30 * * * *") }), cold],
      after: ({ probe }) => ({ again: false, picture: probe === failing }),
    });
    await loop.clock.advance(2 * minuteMs);
    expect(loop.told()).toEqual(["failing schedule 1 @90", "chat picture 1 @91"]);
  });
});

describe("after the run of a quiet probe", () => {
  test("its confirmation follows at once, and others run beside it", async () => {
    const loop = fakeLoop({
      probes: [chat, cold],
      startsS: 380,
      lasts: ({ probe }) => (probe.name === "cold" ? 50 : 1),
      after: ({ probe, attempt }) => ({ again: probe === cold && attempt === 1, picture: false }),
    });
    await loop.clock.advance(310_000);
    expect(loop.told()).toEqual(["cold schedule 1 @570", "cold confirm 2 @620", "chat schedule 1 @630", "chat schedule 1 @690"]);
    expect(skipped(loop, "chat")).toEqual([390, 450, 510, 570]);
  });

  test("the picture that its confirmed failure asks for is taken", async () => {
    const rare = fakeProbe({ schedule: cron("30 * * * *") });
    const loop = fakeLoop({ probes: [rare, cold], after: ({ probe }) => ({ again: false, picture: probe === cold }) });
    await loop.clock.advance(10 * minuteMs);
    expect(loop.told()).toEqual(["cold schedule 1 @570", "chat picture 1 @571"]);
  });
});

describe("a quiet probe holds nothing", () => {
  test("when its daily limit is reached", async () => {
    const probes = [chat, { ...cold, maxRunsPerDay: 1 }];
    const loop = fakeLoop({ probes, startsS: 380, runsToday: () => 1 });
    await loop.clock.advance(4 * minuteMs);
    expect(starts(loop, "chat")).toEqual(from(390, 570));
    expect(loop.skips).toEqual([{ probe: "cold", ticks: 1, reason: "daily-limit", dueS: 570 }]);
  });

  test("but does when its tick is in a day that has runs left", async () => {
    const probes = [chat, fakeProbe({ ...cold, maxRunsPerDay: 1, schedule: cron("1 0 * * *") })];
    const loop = fakeLoop({ probes, startsS: -160, runsToday: () => 1 });
    await loop.clock.advance(80_000);
    expect(skipped(loop, "chat")).toEqual([-150, -90]);
  });

  test("when its runs cannot be counted: the others run, and only its own tick is an error", async () => {
    const broken = new Error("the store is locked");
    const runsToday = () => {
      throw broken;
    };
    const loop = fakeLoop({ probes: [chat, { ...cold, maxRunsPerDay: 1 }], startsS: 380, runsToday });
    await loop.clock.advance(4 * minuteMs);
    expect(starts(loop, "chat")).toEqual(from(390, 570));
    expect(loop.errors).toEqual([broken]);
  });
});

describe("a reload within the quiet time", () => {
  test("that removes the quiet probe sets the others free", async () => {
    const loop = fakeLoop({ probes: [chat, cold], startsS: 380 });
    await loop.clock.advance(40_000);
    loop.loop.reload([chat], 10);
    await loop.clock.advance(2 * minuteMs);
    expect(skipped(loop, "chat")).toEqual([390]);
    expect(starts(loop, "chat")).toEqual([450, 510]);
  });

  test("that removes it during its run sets the others free", async () => {
    const loop = fakeLoop({ probes: [chat, cold], startsS: 380, lasts: () => 200 });
    await loop.clock.advance(200_000);
    loop.loop.reload([chat], 10);
    await loop.clock.advance(60_000);
    expect(starts(loop, "chat")).toEqual([630]);
  });

  test("that adds one holds the others from then on", async () => {
    const loop = fakeLoop({ probes: [chat], startsS: 380 });
    await loop.clock.advance(40_000);
    loop.loop.reload([chat, cold], 10);
    await loop.clock.advance(3 * minuteMs);
    expect(starts(loop, "chat")).toEqual([390]);
    expect(skipped(loop, "chat")).toEqual([450, 510, 570]);
  });

  test("that takes its quiet away sets the others free, although it keeps its place", async () => {
    const loop = fakeLoop({ probes: [chat, cold], startsS: 380 });
    await loop.clock.advance(40_000);
    loop.loop.reload([chat, { ...cold, quietMs: null }], 10);
    await loop.clock.advance(40_000);
    expect(starts(loop, "chat")).toEqual([450]);
  });
});

describe("a clock that jumps", () => {
  test("ahead over the tick: the overdue run comes first, and one record each says what the others missed", async () => {
    const loop = fakeLoop({ probes: [chat, cold], startsS: 380 });
    await loop.clock.advance(5_000);
    loop.clock.jump(10 * minuteMs);
    await loop.clock.advance(10_000);
    expect(loop.told()).toEqual(["cold schedule 1 @986", "chat schedule 1 @990"]);
    expect(loop.skips).toEqual([
      { probe: "chat", ticks: 9, reason: "late", dueS: 390 },
      { probe: "chat", ticks: 1, reason: "quiet", dueS: 930 },
    ]);
  });

  test("into the quiet time: it holds from there", async () => {
    const loop = fakeLoop({ probes: [chat, cold] });
    await loop.clock.advance(35_000);
    loop.clock.jump(7 * minuteMs);
    await loop.clock.advance(30_000);
    expect(starts(loop, "chat")).toEqual([30]);
    expect(loop.skips).toEqual([
      { probe: "chat", ticks: 6, reason: "late", dueS: 90 },
      { probe: "chat", ticks: 1, reason: "quiet", dueS: 450 },
    ]);
  });

  test("back out of the quiet time: the others run until it begins again", async () => {
    const loop = fakeLoop({ probes: [chat, cold], startsS: 380 });
    await loop.clock.advance(40_000);
    loop.clock.jump(-4 * minuteMs);
    await loop.clock.advance(7 * minuteMs);
    expect(skipped(loop, "chat").filter((dueS) => dueS < 390)).toEqual([]);
    expect(starts(loop, "chat").length).toBeGreaterThan(2);
    expect(starts(loop, "cold")).toEqual([570]);
  });
});

describe("whatever the schedules", () => {
  const playedMs = 20 * minuteMs;
  const schedule = fc.oneof(
    fc.integer({ min: 20, max: 900 }).map((seconds) => ({ schedule: every(seconds), shortestS: seconds })),
    fc.constantFrom(
      { schedule: cron("* * * * *"), shortestS: 60 },
      { schedule: cron("*/7 * * * *"), shortestS: 240 },
      { schedule: cron("3,10 * * * *"), shortestS: 420 },
      { schedule: cron("*/15 * * * * *"), shortestS: 15 },
    ),
  );
  const anyProbe = fc.record({
    timing: schedule,
    /** Of the shortest gap between its ticks; 0: no quiet. */
    quietShare: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 0.99, noNaN: true })),
    lastsS: fc.integer({ min: 1, max: 90 }),
    again: fc.boolean(),
    picture: fc.boolean(),
  });
  const anyScene = fc.record({
    given: fc.array(anyProbe, { minLength: 2, maxLength: 6 }),
    concurrency: fc.integer({ min: 1, max: 4 }),
  });

  function sceneOf({ given, concurrency }: typeof anyScene extends fc.Arbitrary<infer Scene> ? Scene : never) {
    const probes = given.map(({ timing, quietShare }, index) =>
      fakeProbe({
        name: `probe-${index}`,
        schedule: timing.schedule,
        quietMs: quietShare === 0 ? null : Math.ceil(quietShare * timing.shortestS * 1_000),
      }),
    );
    const word = new Map(given.map((words, index) => [`probe-${index}`, words]));
    const lasts = ({ probe }: { probe: Probe }) => word.get(probe.name)?.lastsS ?? 1;
    const loop = fakeLoop({
      probes,
      concurrency,
      lasts,
      after: ({ probe, attempt }) => (attempt === 1 ? (word.get(probe.name) ?? nothing) : nothing),
    });
    return { loop, probes, lasts };
  }

  test("nothing starts between a tick less its quiet time and the end of its run, but ticks of the same probe", async () => {
    let judged = 0;
    await fc.assert(
      fc.asyncProperty(anyScene, async (scene) => {
        const { loop, probes, lasts } = sceneOf(scene);
        await loop.clock.advance(playedMs);
        const ticks = loop.runs.filter(({ trigger }) => trigger === "schedule");
        for (const probe of probes.filter(({ quietMs }) => quietMs !== null)) {
          const own = ticks.filter(({ probe: name }) => name === probe.name);
          const others = loop.runs.filter((run) => !own.includes(run));
          for (const { dueS, startedS } of own) {
            const [firstMs, endMs] = [toMs(dueS) - (probe.quietMs ?? 0), toMs(startedS + lasts({ probe }))];
            if (firstMs < 0) continue;
            judged++;
            const within = others.filter((run) => toMs(run.startedS) >= firstMs && toMs(run.startedS) < endMs);
            expect(within).toEqual([]);
          }
        }
      }),
      { numRuns: 25 },
    );
    expect(judged).toBeGreaterThan(20);
  });

  test("every tick is run or recorded as skipped, once", async () => {
    let held = 0;
    await fc.assert(
      fc.asyncProperty(anyScene, async (scene) => {
        const { loop, probes } = sceneOf(scene);
        const startMs = loop.clock.now();
        await loop.clock.advance(playedMs);
        const untilMs = loop.clock.now();
        // What waits for a slot gets one, and no further tick comes.
        loop.loop.reload(
          probes.map((probe) => ({ ...probe, schedule: cron("0 0 1 1 *") })),
          10,
        );
        await loop.clock.advance(5 * minuteMs);
        for (const probe of probes) {
          const ran = loop.runs.filter(({ probe: name, trigger }) => name === probe.name && trigger === "schedule");
          const skips = loop.skips.filter(({ probe: name }) => name === probe.name);
          held += skips.filter(({ reason }) => reason === "quiet").length;
          const recorded = skips.reduce((sum, { ticks }) => sum + ticks, 0);
          expect(ran.length + recorded).toBe(ticksBetween(probe, startMs, untilMs));
        }
      }),
      { numRuns: 25 },
    );
    expect(held).toBeGreaterThan(20);
  });
});

/** Seconds with fractions do not add up exactly. */
function toMs(seconds: number): number {
  return Math.round(seconds * 1_000);
}

function ticksBetween(probe: Probe, afterMs: number, untilMs: number): number {
  const offsetMs = offsetOf(probe, "home");
  const firstMs = nextDue(probe.schedule, offsetMs, afterMs);
  return firstMs === null ? 0 : (ticksUntil(probe.schedule, offsetMs, firstMs, untilMs)?.count ?? 0);
}
