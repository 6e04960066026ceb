import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { offsetOf } from "./due.ts";
import { fakeLoop } from "./fake-loop.ts";
import { fakeProbe } from "../kit/fake-probe.ts";

const hourMs = 3_600_000;
const chat = fakeProbe();
const auth = fakeProbe({ name: "auth" });
const health = fakeProbe({ name: "health" });
const everyMinute = { kind: "every" as const, everyMs: 60_000 };
const yearly = { kind: "cron" as const, cron: "0 0 1 1 *", timeZone: "UTC" };
const again = { again: true, picture: false };
const picture = { again: false, picture: true };
const nothing = { again: false, picture: false };

function fails(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

describe("on the grid", () => {
  test("a probe runs at every tick, and on time", async () => {
    const { clock, runs, skips, told } = fakeLoop({ probes: [chat] });
    await clock.advance(150_000);
    expect(told()).toEqual(["chat schedule 1 @30", "chat schedule 1 @90", "chat schedule 1 @150"]);
    expect(runs.map(({ dueS }) => dueS)).toEqual([30, 90, 150]);
    expect(skips).toEqual([]);
  });

  test.each([0, 7, 59.5])("an interval keeps its own offset: a worker that starts at %d s", async (startsS) => {
    const probe = fakeProbe({ schedule: everyMinute });
    const { clock, runs } = fakeLoop({ probes: [probe], startsS });
    await clock.advance(180_000);
    expect(runs).toHaveLength(3);
    for (const { dueS } of runs) expect(((dueS + 30) * 1_000) % 60_000).toBeCloseTo(offsetOf(probe, "home"));
  });

  test("200 probes that are due at once all run, never more at once than there are slots", async () => {
    const probes = Array.from({ length: 200 }, (_, index) => fakeProbe({ name: `probe-${index}` }));
    const { clock, runs, skips, mostAtOnce } = fakeLoop({ probes, concurrency: 8 });
    await clock.advance(60_000);
    expect(new Set(runs.map(({ probe }) => probe)).size).toBe(200);
    expect(mostAtOnce()).toBe(8);
    expect(skips).toEqual([]);
  });

  test("a cron that never comes again is no trouble", async () => {
    const never = fakeProbe({ schedule: { kind: "cron", cron: "0 0 30 2 *", timeZone: "UTC" } });
    const { clock, loop, runs } = fakeLoop({ probes: [never] });
    await clock.advance(60_000);
    expect(runs).toEqual([]);
    expect(loop.next()).toEqual(new Map());
  });
});

describe("at the start", () => {
  test("each target's health probe runs once, off the grid; nothing else does", async () => {
    const elsewhere = fakeProbe({ name: "up", target: "demo", journey: "/probes/health.ts", schedule: yearly });
    const { clock, told } = fakeLoop({ probes: [chat, { ...health, schedule: yearly }, elsewhere] });
    await clock.advance(29_000);
    expect(told()).toEqual(["health start 1 @0", "up start 1 @0"]);
  });

  test("a tick during that run is an overlap", async () => {
    const { clock, skips } = fakeLoop({ probes: [health], lasts: () => 35 });
    await clock.advance(40_000);
    expect(skips).toEqual([{ probe: "health", ticks: 1, reason: "overlap", dueS: 30 }]);
  });
});

describe("what cannot run in time is skipped and recorded", () => {
  test("ticks during a run that lasts longer than the interval are overlaps", async () => {
    const { clock, skips, told } = fakeLoop({ probes: [chat], lasts: () => 130 });
    await clock.advance(220_000);
    expect(told()).toEqual(["chat schedule 1 @30", "chat schedule 1 @210"]);
    expect(skips.map(({ reason, dueS }) => `${reason} ${dueS}`)).toEqual(["overlap 90", "overlap 150"]);
  });

  test("a tick during a confirmation, or while one waits for its slot, is an overlap", async () => {
    const { clock, skips, told } = fakeLoop({
      probes: [chat],
      lasts: ({ trigger }) => (trigger === "confirm" ? 40 : 50),
      after: ({ trigger }) => (trigger === "schedule" ? again : nothing),
    });
    await clock.advance(100_000);
    expect(told()).toEqual(["chat schedule 1 @30", "chat confirm 2 @80"]);
    expect(skips).toEqual([{ probe: "chat", ticks: 1, reason: "overlap", dueS: 90 }]);
  });

  test("a tick that waits a whole interval for a slot is late, and the next takes over its place in the queue", async () => {
    const hog = fakeProbe({ name: "hog" });
    const { clock, skips, runs } = fakeLoop({
      probes: [hog, chat],
      concurrency: 1,
      lasts: ({ probe }) => (probe.name === "hog" ? 100 : 1),
    });
    await clock.advance(140_000);
    expect(runs.map(({ probe, dueS, startedS }) => `${probe} ${dueS} @${startedS}`)).toEqual(["hog 30 @30", "chat 90 @130"]);
    expect(skips.filter(({ probe }) => probe === "chat")).toEqual([{ probe: "chat", ticks: 1, reason: "late", dueS: 30 }]);
  });

  test("with too few slots every probe still gets its turn, and none starts over an interval late", async () => {
    const probes = ["a", "b", "c"].map((name) => fakeProbe({ name }));
    const { clock, runs } = fakeLoop({ probes, concurrency: 1, lasts: () => 50 });
    await clock.advance(30 * 60_000);
    for (const { name } of probes) expect(runs.filter(({ probe }) => probe === name).length).toBeGreaterThan(8);
    for (const { startedS, dueS } of runs) expect(startedS - dueS).toBeLessThan(60);
  });

  test("every tick is run or skipped, once", async () => {
    const probes = ["a", "b", "c", "d"].map((name) => fakeProbe({ name }));
    const { clock, runs, skips, loop } = fakeLoop({
      probes,
      concurrency: 2,
      lasts: ({ probe }) => ({ a: 70, b: 5 })[probe.name] ?? 33,
    });
    for (let minute = 0; minute < 20; minute++) {
      await clock.advance(60_000);
      if (minute % 6 === 5) clock.jump(400_000);
    }
    for (const { name } of probes) {
      const skipped = skips.filter(({ probe }) => probe === name).reduce((sum, { ticks }) => sum + ticks, 0);
      const waits = loop.next().get(name);
      const waiting = typeof waits === "number" && waits < clock.now() ? 1 : 0;
      expect(runs.filter(({ probe }) => probe === name).length + skipped + waiting).toBe(Math.round(20 + (3 * 400) / 60));
    }
  });
});

describe("a suspend or a clock that jumps ahead", () => {
  test("leaves one record of all the ticks it took, and the grid goes on", async () => {
    const { clock, skips, runs } = fakeLoop({ probes: [chat] });
    await clock.advance(35_000);
    clock.jump(hourMs);
    await clock.advance(60_000);
    expect(skips).toEqual([{ probe: "chat", ticks: 59, reason: "late", dueS: 90 }]);
    expect(runs.map(({ dueS, startedS }) => `${dueS} @${startedS}`)).toEqual(["30 @30", "3630 @3636", "3690 @3690"]);
  });

  test("during a run leaves one overlap", async () => {
    const { clock, skips } = fakeLoop({ probes: [chat], lasts: () => 20 });
    await clock.advance(35_000);
    clock.jump(hourMs);
    await clock.advance(5_000);
    expect(skips).toEqual([{ probe: "chat", ticks: 60, reason: "overlap", dueS: 90 }]);
  });

  test("while a tick waits for a slot counts that tick too, even when the slot comes before the loop has looked", async () => {
    const hog = fakeProbe({ name: "hog", schedule: { kind: "cron", cron: "1 0 * * *", timeZone: "UTC" } });
    const { clock, skips, runs } = fakeLoop({
      probes: [hog, chat],
      concurrency: 1,
      lasts: ({ probe }) => (probe.name === "hog" ? 20.0005 : 1),
    });
    await clock.advance(50_000);
    clock.jump(hourMs);
    await clock.advance(1);
    expect(runs.map(({ probe, dueS }) => `${probe} ${dueS}`)).toEqual(["hog 30", "chat 3630"]);
    expect(skips).toEqual([{ probe: "chat", ticks: 60, reason: "late", dueS: 30 }]);
  });

  test("is noticed within a second, although the next tick is hours away", async () => {
    const nine = fakeProbe({ schedule: { kind: "cron", cron: "0 9 * * *", timeZone: "UTC" } });
    const { clock, runs } = fakeLoop({ probes: [nine] });
    await clock.advance(500);
    clock.jump(9 * hourMs);
    await clock.advance(1_000);
    expect(runs).toHaveLength(1);
  });
});

describe("a clock that is set back", () => {
  test("runs nothing twice in a burst and waits for no old time", async () => {
    const { clock, runs, skips } = fakeLoop({ probes: [chat] });
    await clock.advance(35_000);
    clock.jump(-hourMs);
    await clock.advance(180_000);
    expect(runs.map(({ startedRealS }) => startedRealS)).toEqual([30, 90, 150, 210]);
    expect(skips).toEqual([]);
  });

  test("by any amount, at any moment, leaves half an interval to two between runs", async () => {
    const moment = fc.record({ atMs: fc.integer({ min: 0, max: 120_000 }), backMs: fc.integer({ min: 1, max: 10 * hourMs }) });
    await fc.assert(
      fc.asyncProperty(moment, async ({ atMs, backMs }) => {
        const { clock, runs } = fakeLoop({ probes: [chat] });
        await clock.advance(atMs);
        clock.jump(-backMs);
        await clock.advance(240_000);
        const starts = runs.map(({ startedRealS }) => startedRealS);
        for (const [index, startS] of starts.slice(1).entries()) {
          expect(startS - (starts[index] ?? 0)).toBeGreaterThanOrEqual(29);
          expect(startS - (starts[index] ?? 0)).toBeLessThanOrEqual(121);
        }
        expect(starts.length).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the daily limit", () => {
  test("skips ticks once it is reached, until the day is over", async () => {
    let stored = 2;
    const limited = fakeProbe({ maxRunsPerDay: 3 });
    const { clock, skips, told } = fakeLoop({
      probes: [limited],
      runsToday: () => stored,
      after: () => (stored++, nothing),
    });
    await clock.advance(100_000);
    stored = 0;
    await clock.advance(60_000);
    expect(told()).toEqual(["chat schedule 1 @30", "chat schedule 1 @150"]);
    expect(skips).toEqual([{ probe: "chat", ticks: 1, reason: "daily-limit", dueS: 90 }]);
  });

  test("holds back confirmations, pictures and the first run without a word", async () => {
    const limits = { maxRunsPerDay: 1 };
    const { clock, skips, told } = fakeLoop({
      probes: [chat, { ...auth, ...limits, schedule: yearly }, { ...health, ...limits, schedule: yearly }],
      runsToday: () => 1,
      after: () => picture,
    });
    await clock.advance(40_000);
    expect(told()).toEqual(["chat schedule 1 @30"]);
    expect(skips).toEqual([]);
  });

  test("is not asked for where there is none", async () => {
    const runsToday = fails("asked");
    const { clock, errors, runs } = fakeLoop({ probes: [chat], runsToday });
    await clock.advance(40_000);
    expect(runs).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});

describe("after a run", () => {
  test("what is not confirmed runs again at once, as often as a streak may be long", async () => {
    const probe = fakeProbe({ confirm: 2, recover: 4 });
    const { clock, told } = fakeLoop({ probes: [probe], after: () => again });
    await clock.advance(59_000);
    expect(told()).toEqual(["chat schedule 1 @30", "chat confirm 2 @31", "chat confirm 3 @32", "chat confirm 4 @33"]);
  });

  test("a confirmation comes before all that waits for a slot", async () => {
    const { clock, told } = fakeLoop({
      probes: [chat, auth, fakeProbe({ name: "dashboard" })],
      concurrency: 1,
      after: ({ probe, attempt }) => (probe.name === "chat" && attempt === 1 ? again : nothing),
    });
    await clock.advance(40_000);
    expect(told()).toEqual(["chat schedule 1 @30", "chat confirm 2 @31", "auth schedule 1 @32", "dashboard schedule 1 @33"]);
  });

  test("a confirmed failure runs the target's other probes at once, except those that have just ended", async () => {
    const fresh = fakeProbe({ name: "fresh" });
    const quiet = fakeProbe({ name: "quiet", schedule: yearly });
    const elsewhere = fakeProbe({ name: "elsewhere", target: "demo", schedule: yearly });
    const { clock, runs, told } = fakeLoop({
      probes: [chat, fresh, quiet, elsewhere],
      lasts: ({ probe }) => (probe.name === "chat" ? 5 : 1),
      after: ({ probe }) => (probe.name === "chat" ? picture : nothing),
    });
    await clock.advance(59_000);
    expect(told()).toEqual(["chat schedule 1 @30", "fresh schedule 1 @30", "quiet picture 1 @35"]);
    expect(runs.at(-1)?.dueS).toBe(35);
  });
});

describe("errors", () => {
  test("a run that rejects is told, and the next tick runs", async () => {
    const broken = new Error("the store is full");
    const { clock, errors } = fakeLoop({ probes: [chat], run: () => Promise.reject(broken) });
    await clock.advance(100_000);
    expect(errors).toEqual([broken, broken]);
  });

  test("a skip that cannot be recorded is told, and the schedule goes on", async () => {
    const skip = fails("the store is full");
    const { clock, errors, runs } = fakeLoop({ probes: [chat], skip, lasts: () => 70 });
    await clock.advance(160_000);
    expect(errors).toHaveLength(1);
    expect(runs).toHaveLength(2);
  });

  test("a probe whose runs cannot be counted does not run; the others do", async () => {
    const runsToday = fails("the store is locked");
    const { clock, errors, told } = fakeLoop({ probes: [fakeProbe({ name: "costly", maxRunsPerDay: 9 }), chat], runsToday });
    await clock.advance(100_000);
    expect(errors).toHaveLength(2);
    expect(told()).toEqual(["chat schedule 1 @30", "chat schedule 1 @90"]);
  });
});

describe("reload", () => {
  test("leaves unchanged probes where they are, waiting ones in the queue, and takes settings over", async () => {
    const { clock, loop, runs, skips } = fakeLoop({ probes: [chat, auth], concurrency: 1, lasts: () => 10 });
    await clock.advance(35_000);
    const before = loop.next();
    loop.reload([{ ...chat, timeoutMs: 1 }, auth], 1);
    expect(loop.next()).toEqual(before);
    await clock.advance(60_000);
    expect(runs.map(({ probe, dueS }) => `${probe} ${dueS}`)).toEqual(["chat 30", "auth 30", "chat 90"]);
    expect(skips).toEqual([]);
  });

  test("ends a removed probe after its current run, without what would follow", async () => {
    const { clock, loop, told } = fakeLoop({ probes: [chat, auth], concurrency: 1, lasts: () => 10, after: () => again });
    await clock.advance(35_000);
    loop.reload([], 1);
    expect(loop.next()).toEqual(new Map([["chat", "running"]]));
    await clock.advance(200_000);
    expect(told()).toEqual(["chat schedule 1 @30"]);
    expect(loop.next()).toEqual(new Map());
  });

  test("does not run a probe twice at once that was removed and came back during its run", async () => {
    const { clock, loop, told, skips } = fakeLoop({ probes: [chat], lasts: () => 70 });
    await clock.advance(35_000);
    loop.reload([], 10);
    await clock.advance(5_000);
    loop.reload([chat], 10);
    await clock.advance(115_000);
    expect(told()).toEqual(["chat schedule 1 @30", "chat schedule 1 @150"]);
    expect(skips).toEqual([{ probe: "chat", ticks: 1, reason: "overlap", dueS: 90 }]);
  });

  test("puts a changed schedule into force, a new probe on the grid, and runs a new health probe at its tick only", async () => {
    const { clock, loop, told } = fakeLoop({ probes: [chat] });
    await clock.advance(10_500);
    const often = { kind: "cron" as const, cron: "*/20 * * * * *", timeZone: "UTC" };
    loop.reload([{ ...chat, schedule: yearly }, { ...auth, schedule: often }, health], 10);
    await clock.advance(30_000);
    expect(told()).toEqual(["auth schedule 1 @30", "health schedule 1 @30"]);
  });

  test("is in force before the next look: a tick 200 ms away is on time", async () => {
    const { clock, loop, runs } = fakeLoop({ probes: [], startsS: 0.5 });
    await clock.advance(29_300);
    loop.reload([chat], 10);
    await clock.advance(300);
    expect(runs.map(({ startedS }) => startedS)).toEqual([30]);
  });

  test("changes how many run at once", async () => {
    const probes = Array.from({ length: 6 }, (_, index) => fakeProbe({ name: `probe-${index}` }));
    const { clock, loop, runs } = fakeLoop({ probes, concurrency: 1, lasts: () => 20 });
    await clock.advance(35_000);
    loop.reload(probes, 4);
    await clock.advance(1);
    expect(runs).toHaveLength(4);
  });
});

describe("drain", () => {
  test("waits for what runs, drops what waits, starts nothing new", async () => {
    const { clock, loop, told, skips, sleeping } = fakeLoop({
      probes: [chat, auth],
      concurrency: 1,
      lasts: () => 10,
      after: () => ({ again: true, picture: true }),
    });
    await clock.advance(35_000);
    let drained = false;
    const draining = loop.drain(120_000).then(() => (drained = true));
    await clock.advance(4_999);
    expect(drained).toBe(false);
    expect(loop.next()).toEqual(new Map([["chat", "running"]]));
    await clock.advance(1);
    await draining;
    await clock.advance(300_000);
    expect(told()).toEqual(["chat schedule 1 @30"]);
    expect(skips).toEqual([]);
    expect(sleeping()).toBe(0);
  });

  test("gives up waiting when its time is over", async () => {
    const { clock, loop, sleeping } = fakeLoop({ probes: [chat], lasts: () => 600 });
    await clock.advance(35_000);
    const draining = loop.drain(120_000);
    await clock.advance(120_000);
    await draining;
    expect(loop.next().get("chat")).toBe("running");
    expect(sleeping()).toBe(0);
  });

  test("resolves at once when nothing runs, and as often as it is asked", async () => {
    const { loop, clock, sleeping } = fakeLoop({ probes: [chat] });
    await loop.drain(120_000);
    await loop.drain(1);
    await clock.advance(0);
    expect(sleeping()).toBe(0);
  });

  test("cannot be undone by a reload", async () => {
    const { clock, loop, runs } = fakeLoop({ probes: [] });
    await loop.drain(1_000);
    loop.reload([chat], 10);
    await clock.advance(60_000);
    expect(runs).toEqual([]);
  });
});

test("next tells when each probe runs next, what waits since when, and what runs", async () => {
  const { clock, loop } = fakeLoop({ probes: [chat, auth, { ...health, target: "demo" }], concurrency: 1, lasts: () => 5 });
  const dueMs = Date.parse("2026-01-10T00:01:00Z");
  expect(loop.next()).toEqual(
    new Map<string, unknown>([
      ["chat", dueMs],
      ["auth", dueMs],
      ["health", "running"],
    ]),
  );
  await clock.advance(31_000);
  expect(loop.next()).toEqual(
    new Map<string, unknown>([
      ["chat", "running"],
      ["auth", dueMs],
      ["health", dueMs],
    ]),
  );
});
