import { statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Clock } from "../kit/clock.ts";
import { createFakeClock } from "../kit/fake-clock.ts";
import { checkStore } from "./check.ts";
import { fakeChange, fakePoint, fakeRunNumber, fakeSkip, fakeState, startMs } from "./fake-run.ts";
import { fileUse } from "./free-pages.ts";
import type { Store } from "./open.ts";
import { openAt, rawDatabase, temporaryPath, temporaryStore } from "./temporary-store.ts";

const hourMs = 3_600_000;
const forever = Number.MAX_SAFE_INTEGER;
const bulky = "a long cause ".repeat(400);

/** Runs a minute apart, with a point each. */
function fill(store: Store, runs: number): void {
  for (let number = 0; number < runs; number++) {
    const run = fakeRunNumber(number, { cause: bulky });
    store.record({ run, state: fakeState, change: { ...fakeChange, atMs: run.startedAtMs }, points: [fakePoint(number)] });
  }
}

const runsIn = (store: Store) => [...store.each(0, forever)];

describe("by age", () => {
  test("what is older than the retention goes, with its steps and checks; states and what waits for InfluxDB stay", () => {
    const { store, path } = temporaryStore({ retentionMs: hourMs });
    fill(store, 100);
    const pruned = store.prune(startMs + 2 * hourMs);
    expect(pruned).toMatchObject({ runs: 60, done: true });
    expect(runsIn(store).map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, index) => fakeRunNumber(60 + index).id));
    expect(store.changes(0)).toHaveLength(40);
    expect(store.states("demo").size).toBe(1);
    expect(store.outbox.stats().rows).toBe(100);
    expect(store.waiting(fakeRunNumber(0).id)).toBe(1);
    expect(checkStore(path)).toMatchObject({ ok: true, figures: { runs: 40, steps: 120 } });
  });

  test("old skips go as well", async () => {
    const { store, clock } = temporaryStore({ retentionMs: hourMs });
    store.recordSkip(fakeSkip);
    await clock.advance(2 * hourMs);
    store.recordSkip(fakeSkip);
    store.prune(clock.now());
    expect(store.counts(0).skipped).toBe(1);
  });

  test("nothing goes while all is young", () => {
    const { store } = temporaryStore({ retentionMs: hourMs });
    fill(store, 10);
    expect(store.prune(startMs + hourMs)).toEqual({ runs: 0, freedBytes: 0, done: true });
    expect(runsIn(store)).toHaveLength(10);
  });
});

describe("by size", () => {
  test("the oldest runs go until what is used is within the limit, and the file shrinks", () => {
    const maxBytes = 600_000;
    const { store, path, raw } = temporaryStore({ maxBytes });
    fill(store, 200);
    raw().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const before = statSync(path).size;
    expect(before).toBeGreaterThan(2 * maxBytes);
    const pruned = store.prune(startMs);
    const left = runsIn(store);
    expect(pruned).toMatchObject({ runs: 200 - left.length, done: true });
    expect(left.length).toBeGreaterThan(20);
    expect(left.at(-1)?.id).toBe(fakeRunNumber(199).id);
    expect(left[0]?.id).toBe(fakeRunNumber(200 - left.length).id);
    expect(fileUse(raw())).toEqual({ usedBytes: expect.any(Number), freeBytes: 0 });
    expect(fileUse(raw()).usedBytes).toBeLessThanOrEqual(maxBytes);
    raw().exec("PRAGMA wal_checkpoint(TRUNCATE)");
    expect(statSync(path).size).toBeLessThanOrEqual(maxBytes);
    expect(statSync(path).size).toBe(before - pruned.freedBytes);
  });

  test("an outbox larger than the limit takes every run with it, and stays itself", () => {
    const { store } = temporaryStore({ maxBytes: 50_000 });
    fill(store, 30);
    store.outbox.enqueue(Array.from({ length: 1_000 }, (_, number) => fakePoint(number)));
    expect(store.prune(startMs)).toMatchObject({ runs: 30, done: true });
    expect(store.outbox.stats().rows).toBe(1_030);
  });
});

test("a call that runs out of time says so, and the next one goes on", () => {
  const path = temporaryPath();
  const slow: Clock = { ...createFakeClock(), monotonic: () => (tickMs += 40) };
  let tickMs = 0;
  const store = openAt(path, { retentionMs: 0 }, slow);
  fill(store, 100);
  const calls: boolean[] = [];
  for (let done = false; !done; calls.push(done)) ({ done } = store.prune(startMs + 1e9));
  expect(calls.length).toBeGreaterThan(3);
  expect(runsIn(store)).toEqual([]);
  expect(fileUse(rawDatabase(path)).freeBytes).toBe(0);
});
