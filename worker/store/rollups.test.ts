import { describe, expect, test } from "vitest";
import { createFakeClock } from "../kit/fake-clock.ts";
import { fakePoint, fakeRunNumber, startMs } from "./fake-run.ts";
import type { Store } from "./open.ts";
import { openAt, temporaryPath, temporaryStore } from "./temporary-store.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** The hour that `startMs` lies in, and the five minutes. */
const firstHourMs = startMs - (startMs % hourMs);
const firstSlotMs = startMs - (startMs % (5 * minuteMs));

const record = (store: Store, number: number, given: Parameters<typeof fakeRunNumber>[1] = {}) =>
  store.record({ run: fakeRunNumber(number, given), state: null, change: null, points: [] });

const dueIn = ({ rollups }: Store) => [...rollups.due()];
const shown = (store: Store) =>
  dueIn(store).map(({ series, hourMs: atMs, slotsMs, runs }) => ({
    probe: series.probe,
    hour: (atMs - firstHourMs) / hourMs,
    slots: slotsMs.map((slotMs) => (slotMs - firstSlotMs) / (5 * minuteMs)),
    runs: runs.length,
  }));

describe("an hour of a probe is due", () => {
  test("with the five minutes that a run was recorded in, once they are over", async () => {
    const { store, clock } = temporaryStore();
    record(store, 0);
    record(store, 1);
    expect(shown(store)).toEqual([]);
    await clock.advance(6 * minuteMs);
    expect(shown(store)).toEqual([{ probe: "chat", hour: 0, slots: [0], runs: 2 }]);
    record(store, 6);
    expect(shown(store)).toEqual([{ probe: "chat", hour: 0, slots: [0], runs: 3 }]);
    await clock.advance(2 * hourMs);
    expect(shown(store)).toEqual([{ probe: "chat", hour: 0, slots: [0, 1], runs: 3 }]);
  });

  test("no more when its roll-ups were delivered, across restarts", async () => {
    const { store, clock, open } = temporaryStore();
    record(store, 0);
    await clock.advance(hourMs);
    store.rollups.done(dueIn(store));
    expect([shown(store), store.rollups.pending()]).toEqual([[], 0]);
    store.close();
    expect(shown(open())).toEqual([]);
  });

  test("again when a late run turns up in it, a stored one changes nothing", async () => {
    const { store, clock } = temporaryStore();
    record(store, 7);
    await clock.advance(hourMs);
    store.rollups.done(dueIn(store));
    record(store, 7);
    expect(shown(store)).toEqual([]);
    record(store, 1);
    expect(shown(store)).toEqual([{ probe: "chat", hour: 0, slots: [0], runs: 2 }]);
  });

  test("still when a run was recorded while its roll-ups were under way", async () => {
    const { store, clock } = temporaryStore();
    record(store, 0);
    await clock.advance(hourMs);
    const underWay = dueIn(store);
    record(store, 1);
    store.rollups.done(underWay);
    expect(shown(store)).toEqual([{ probe: "chat", hour: 0, slots: [0], runs: 2 }]);
  });

  test("for the spans that were not over when the others were delivered", async () => {
    const { store, clock } = temporaryStore();
    record(store, 0);
    record(store, 6);
    await clock.advance(6 * minuteMs);
    store.rollups.done(dueIn(store));
    await clock.advance(6 * minuteMs);
    expect(shown(store)).toEqual([{ probe: "chat", hour: 0, slots: [1], runs: 2 }]);
  });

  test("by probe, target and location, oldest first", async () => {
    const { store, clock } = temporaryStore();
    record(store, 61);
    record(store, 62, { location: "there" });
    record(store, 1, { probe: "auth" });
    await clock.advance(3 * hourMs);
    expect(dueIn(store).map(({ series: { probe, location } }) => `${probe} ${location}`)).toEqual([
      "auth here",
      "chat here",
      "chat there",
    ]);
  });

  test("again on demand, whatever was delivered", async () => {
    const { store, clock } = temporaryStore();
    for (let number = 0; number < 3_000; number += 50) record(store, number);
    await clock.advance(60 * hourMs);
    const all = shown(store);
    store.rollups.done(dueIn(store));
    store.rollups.again(0);
    expect(shown(store)).toEqual(all);
    store.rollups.done(dueIn(store));
    store.rollups.again(startMs + 2_900 * minuteMs);
    expect(shown(store).map(({ hour }) => hour)).toEqual([48, 49]);
  });
});

describe("runs that are pruned", () => {
  test("leave the instant up to which spans are no longer whole, and take their marks along", async () => {
    const { store, clock } = temporaryStore({ retentionMs: 2 * hourMs });
    for (const minute of [-60, 30, 90, 150]) record(store, minute);
    await clock.advance(180 * minuteMs);
    store.prune(clock.now());
    expect(dueIn(store).map(({ hourMs: atMs, prunedMs }) => [(atMs - firstHourMs) / hourMs, prunedMs - startMs])).toEqual([
      [0, 30 * minuteMs],
      [1, 30 * minuteMs],
      [2, 30 * minuteMs],
    ]);
  });
});

/** As the version before left it. */
function oldStore(pruned: boolean) {
  const { store, path, clock, raw } = temporaryStore();
  record(store, 0);
  record(store, 61);
  if (pruned) store.prune(startMs + 1e12 + 1);
  store.close();
  const db = raw();
  db.exec(
    "DROP TRIGGER run_rolled_up; DROP TRIGGER run_pruned; DROP TABLE rollups; DROP TABLE rollups_due; PRAGMA user_version = 3",
  );
  return { path, clock };
}

describe("a store from before there were roll-ups", () => {
  test("has all of its hours due", async () => {
    const { path, clock } = oldStore(false);
    const store = openAt(path, {}, clock);
    await clock.advance(3 * hourMs);
    expect(shown(store)).toMatchObject([{ hour: 0, slots: [0] }, { hour: 1 }]);
    expect(dueIn(store).map(({ prunedMs }) => prunedMs)).toEqual([0, 0]);
  });

  test("does not know the runs of its first span when some were pruned", async () => {
    const { path, clock } = oldStore(true);
    const store = openAt(path, {}, clock);
    await clock.advance(3 * hourMs);
    expect(dueIn(store).map(({ prunedMs }) => prunedMs)).toEqual([startMs + 61 * minuteMs]);
  });
});

test("what InfluxDB refused is among the dead letters, and the back-off survives a restart", () => {
  const path = temporaryPath();
  const store = openAt(path);
  store.rollups.bury([{ point: fakePoint(1), reason: "refused" }]);
  store.rollups.setBackoff({ attempts: 2, nextAttemptMs: 5 });
  store.close();
  const again = openAt(path, {}, createFakeClock());
  expect(again.outbox.deadLetters.list(9)).toMatchObject([{ point: fakePoint(1), reason: "refused" }]);
  expect([again.outbox.stats().deadLetters, again.rollups.backoff()]).toEqual([1, { attempts: 2, nextAttemptMs: 5 }]);
});
