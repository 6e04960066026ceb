import { expect, test } from "vitest";
import { fakeRunNumber, fakeSkip } from "./fake-run.ts";
import { temporaryStore } from "./temporary-store.ts";

test("nothing recorded is no run, no skip and no lateness", () => {
  expect(temporaryStore().store.counts(0)).toEqual({ runs: 0, skipped: 0, latenessP99Ms: null });
});

test("what was recorded since an instant counts, whenever it started or was due", async () => {
  const { store, clock } = temporaryStore();
  store.record({ run: fakeRunNumber(1, { startedAtMs: clock.now() + 500 }), state: null, change: null, points: [] });
  store.recordSkip({ ...fakeSkip, ticks: 100 });
  await clock.advance(60_000);
  const sinceMs = clock.now();
  store.record({
    run: fakeRunNumber(2, { startedAtMs: sinceMs - 30_000, latenessMs: 12.5 }),
    state: null,
    change: null,
    points: [],
  });
  store.recordSkip({ ...fakeSkip, ticks: 3, scheduledAtMs: 0 });
  store.recordSkip({ ...fakeSkip, reason: "late" });
  expect(store.counts(sinceMs)).toEqual({ runs: 1, skipped: 4, latenessP99Ms: 12.5 });
});

test.each([
  [1, 0],
  [99, 98],
  [100, 98],
  [101, 99],
  [200, 197],
])("of %i latenesses, from 0 up, the 99th percentile is %i", (runs, expected) => {
  const { store } = temporaryStore();
  for (let number = 0; number < runs; number++) {
    const run = fakeRunNumber(number, { latenessMs: (number * 7) % runs, steps: [] });
    store.record({ run, state: null, change: null, points: [] });
  }
  expect(new Set(Array.from({ length: runs }, (_, number) => (number * 7) % runs)).size).toBe(runs);
  expect(store.counts(0)).toMatchObject({ runs, latenessP99Ms: expected });
});
