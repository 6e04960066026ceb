import { expect, test } from "vitest";
import { connect } from "./connect.ts";
import { numberFrom, openDatabase } from "./database.ts";
import { fakeRun } from "./fake-run.ts";
import { type Migration, migrations } from "./migrate.ts";
import { schema1 } from "./schema-1.ts";
import { openAt, rawDatabase, roomy, temporaryPath } from "./temporary-store.ts";
import { createFakeClock } from "../kit/fake-clock.ts";
import { storeIn } from "./open.ts";

const addNote: Migration = (db) => db.exec("ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT 'none'");
const addMore: Migration = (db) => db.exec("CREATE TABLE more (a); INSERT INTO more VALUES (1)");

/** A store as the first Sonde made it. */
function storeOfVersion1(): string {
  const path = temporaryPath();
  const db = openDatabase(path);
  db.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; ${schema1} PRAGMA user_version = 1`);
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

test("what a store holds survives the migrations that came since", () => {
  const path = storeOfVersion1();
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
  connect(path, interrupted.slice(0, 2)).close();
  const first = connect(path, interrupted.slice(0, 2));
  connect(path, interrupted).close();
  first.close();
  connect(path, interrupted).close();
  expect(versionAt(path)).toBe(3);
});
