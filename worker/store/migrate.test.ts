import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { backupStore } from "./backup.ts";
import { checkStore } from "./check.ts";
import { connect } from "./connect.ts";
import { numberFrom, openDatabase } from "./database.ts";
import { fakeChange, fakeLeftover, fakePoint, fakeRun, fakeState } from "./fake-run.ts";
import { type Migration, migrations } from "./migrate.ts";
import { schema1 } from "./schema-1.ts";
import { openAt, rawDatabase, roomy, temporaryPath } from "./temporary-store.ts";
import { createFakeClock } from "../kit/fake-clock.ts";
import { storeIn } from "./open.ts";

const addNote: Migration = (db) => db.exec("ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT 'none'");
const addMore: Migration = (db) => db.exec("CREATE TABLE more (a); INSERT INTO more VALUES (1)");

const writtenByVersion1 = readFileSync(join(import.meta.dirname, "../../test/fixtures/stores/version-1.sql"), "utf8");

/** The run in it. */
const runOfVersion1 = fakeRun({
  id: "018bcfe5-6800-7000-8000-0000000000f1",
  verdict: "up",
  blame: null,
  cause: null,
  failedStep: null,
  cold: null,
  contact: null,
  journeyMs: null,
  budgetMs: null,
});

/** A store as the first Sonde made it, with what it wrote there. */
function storeOfVersion1(): string {
  const path = temporaryPath();
  const db = openDatabase(path);
  db.exec(
    `PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; ${schema1} PRAGMA user_version = 1; ${writtenByVersion1}`,
  );
  db.close();
  return path;
}

const versionAt = (path: string) => numberFrom(rawDatabase(path), "PRAGMA user_version");

test("a store of version 1 is brought to the latest version and used", () => {
  const path = storeOfVersion1();
  const store = openAt(path);
  store.record({ run: fakeRun(), state: null, change: null, points: [] });
  expect(store.run(fakeRun().id)).toEqual(fakeRun());
  expect(versionAt(path)).toBe(migrations.length);
});

test("what a store of version 1 holds is there, and what it could not know is absent", () => {
  const store = openAt(storeOfVersion1());
  expect(store.run(runOfVersion1.id)).toEqual(runOfVersion1);
  expect(store.states("demo")).toEqual(new Map([["chat", fakeState]]));
  expect(store.changes(0)).toEqual([fakeChange]);
  expect(store.outbox.next(9).map(({ point }) => point)).toEqual([fakePoint(1)]);
  expect(store.outbox.stats()).toMatchObject({ rows: 1 });
  expect(store.counts(0)).toMatchObject({ runs: 1, skipped: 2 });
  expect(store.leftovers.list(null)).toEqual([]);
  expect(store.warmSteps("demo", "chat")).toEqual({ dashboard: 4_512.5, websocket: 4_512.5 });
});

test("a migrated store takes what is new, is sound, and its copy too", async () => {
  const path = storeOfVersion1();
  const store = openAt(path);
  store.record({ run: fakeRun(), state: null, change: null, points: [] });
  store.leftovers.add(fakeLeftover);
  expect(store.run(fakeRun().id)).toEqual(fakeRun());
  const figures = { version: migrations.length, runs: 2, steps: 6, checks: 8, outbox: 1 };
  expect(checkStore(path)).toMatchObject({ ok: true, figures });
  const copy = `${path}.copy`;
  await backupStore(path, copy);
  expect(checkStore(copy)).toMatchObject({ ok: true, figures });
  expect(openAt(copy).leftovers.list("demo")).toMatchObject([fakeLeftover]);
});

test("a store of version 1 that is only copied stays one, and says that it was not opened since", async () => {
  const path = storeOfVersion1();
  const copy = `${path}.copy`;
  await backupStore(path, copy);
  expect([versionAt(path), versionAt(copy)]).toEqual([1, 1]);
  expect(checkStore(copy)).toEqual({ ok: false, problems: [expect.stringMatching(/version 1/)] });
});

test("what a store holds survives the migrations that come after", () => {
  const path = temporaryPath();
  const before = openAt(path);
  before.record({ run: fakeRun(), state: null, change: null, points: [] });
  before.close();
  const db = connect(path, [...migrations, addNote, addMore]);
  expect(storeIn(db, { clock: createFakeClock(), limits: roomy }).run(fakeRun().id)).toEqual(fakeRun());
  expect(db.get("SELECT note FROM runs")).toMatchObject({ note: "none" });
  expect(numberFrom(db, "PRAGMA user_version")).toBe(migrations.length + 2);
  db.close();
});

test("each migration runs once, however often a store is opened", () => {
  const path = temporaryPath();
  for (let time = 0; time < 3; time++) connect(path, [...migrations, addMore]).close();
  expect(numberFrom(rawDatabase(path), "SELECT count(*) FROM more")).toBe(1);
});

test("a migration that fails leaves the version before it, whole, and is tried again", () => {
  const path = temporaryPath();
  const failing: Migration = (db) => {
    addMore(db);
    throw new Error("in the middle");
  };
  expect(() => connect(path, [...migrations, addNote, failing])).toThrow("in the middle");
  expect(versionAt(path)).toBe(migrations.length + 1);
  expect(rawDatabase(path).all("SELECT name FROM sqlite_schema WHERE name = 'more'")).toEqual([]);
  connect(path, [...migrations, addNote, addMore]).close();
  expect(versionAt(path)).toBe(migrations.length + 2);
});

test("a store that another process migrated while this one waited for the lock is not migrated again", () => {
  const path = temporaryPath();
  const interrupted: Migration[] = [
    ...migrations,
    (db) => db.exec("CREATE TABLE once_only (a)"),
    (db) => db.exec("CREATE TABLE another (a)"),
  ];
  const known = migrations.length + 1;
  connect(path, interrupted.slice(0, known)).close();
  const first = connect(path, interrupted.slice(0, known));
  connect(path, interrupted).close();
  first.close();
  connect(path, interrupted).close();
  expect(versionAt(path)).toBe(migrations.length + 2);
});
