import { statSync } from "node:fs";
import { expect, test } from "vitest";
import type { Clock } from "../kit/clock.ts";
import { createFakeClock } from "../kit/fake-clock.ts";
import { fakeRunNumber } from "./fake-run.ts";
import { rawDatabase, temporaryPath, temporaryStore } from "./temporary-store.ts";
import { vacuumStore } from "./vacuum.ts";

/** A closed store of some 3 MB, nearly all of it free. */
function hollowStore(): string {
  const { store, path } = temporaryStore();
  for (let number = 0; number < 60; number++) {
    store.record({ run: fakeRunNumber(number, { cause: "x".repeat(50_000) }), state: null, change: null, points: [] });
  }
  store.close();
  const db = rawDatabase(path);
  db.exec("DELETE FROM runs");
  db.close();
  return path;
}

test("free pages are given back, and how many is told", () => {
  const path = hollowStore();
  const before = statSync(path).size;
  const made = vacuumStore(path, 10_000, createFakeClock());
  expect(made).toEqual({ freedBytes: before - statSync(path).size, freeBytes: 0, done: true });
  expect(made.freedBytes).toBeGreaterThan(2_000_000);
  expect(vacuumStore(path, 10_000, createFakeClock())).toEqual({ freedBytes: 0, freeBytes: 0, done: true });
});

test("a budget that is over ends it between two steps, and says what is left", () => {
  const path = hollowStore();
  let nowMs = 0;
  const slow: Clock = { ...createFakeClock(), monotonic: () => (nowMs += 10) };
  const made = vacuumStore(path, 15, slow);
  expect(made).toEqual({ freedBytes: 1_048_576, freeBytes: expect.any(Number), done: false });
  expect(made.freeBytes).toBeGreaterThan(1_000_000);
});

test("no store is an error, not a new store", () => {
  expect(() => vacuumStore(temporaryPath(), 1_000, createFakeClock())).toThrow(
    expect.objectContaining({ name: "StoreOpenError" }),
  );
});
