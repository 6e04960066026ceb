import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { checkStore } from "./check.ts";
import { migrations } from "./migrate.ts";
import { fakePoint, fakeRunNumber } from "./fake-run.ts";
import { openDatabase } from "./database.ts";
import { temporaryPath, temporaryStore } from "./temporary-store.ts";

function filled() {
  const scene = temporaryStore();
  for (let number = 0; number < 5; number++) {
    scene.store.record({ run: fakeRunNumber(number), state: null, change: null, points: [fakePoint(number)] });
  }
  const [{ id } = { id: 0 }] = scene.store.outbox.next(1);
  scene.store.outbox.reject([{ id, reason: "no" }]);
  return scene;
}

test("a sound store is told with its figures, also while it is in use", () => {
  const { path } = filled();
  expect(checkStore(path)).toEqual({
    ok: true,
    figures: {
      version: migrations.length,
      bytes: expect.any(Number),
      freeBytes: expect.any(Number),
      runs: 5,
      steps: 15,
      checks: 20,
      outbox: 4,
      deadLetters: 1,
    },
  });
});

test.each([
  ["a counter that is wrong", "UPDATE delivery SET bytes = 7", /the counter bytes says 7, but it is \d+/],
  [
    "a step without its run",
    "PRAGMA foreign_keys = OFF; DELETE FROM runs WHERE seq = 1",
    /3 rows of steps belong to no row of runs/,
  ],
  [
    "a store that was never brought up to date",
    "PRAGMA user_version = 1",
    new RegExp(`version 1: .* Sonde knows ${migrations.length}$`),
  ],
])("%s is told", (_name, damage, problem) => {
  const { path, store } = filled();
  const db = openDatabase(path);
  db.exec(damage);
  db.close();
  store.close();
  const before = readFileSync(path);
  expect(checkStore(path)).toEqual({ ok: false, problems: [expect.stringMatching(problem)] });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("an index that lost a row is told", () => {
  const { path, store } = filled();
  store.close();
  const db = new DatabaseSync(path, { defensive: false });
  db.exec(`
    CREATE TABLE lost (a); CREATE INDEX lost_by_a ON lost (a) WHERE a > 1; INSERT INTO lost VALUES (1);
    PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = 'CREATE INDEX lost_by_a ON lost (a)' WHERE name = 'lost_by_a';`);
  db.close();
  expect(checkStore(path)).toEqual({ ok: false, problems: [expect.stringContaining("lost_by_a")] });
});

test("garbage is a problem, not an exception", () => {
  const path = temporaryPath();
  writeFileSync(path, "garbage ".repeat(1_000));
  expect(checkStore(path)).toEqual({ ok: false, problems: [expect.stringContaining(path)] });
});

test("no store at all is an error", () => {
  expect(() => checkStore(temporaryPath())).toThrow(expect.objectContaining({ name: "StoreOpenError" }));
});
