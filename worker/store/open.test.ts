import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { checkStore } from "./check.ts";
import { connect } from "./connect.ts";
import { numberFrom } from "./database.ts";
import { migrations } from "./migrate.ts";
import { fakePoint, fakeRun, fakeRunNumber } from "./fake-run.ts";
import { runChild } from "./run-child.ts";
import { openAt as open, rawDatabase, temporaryPath, temporaryStore } from "./temporary-store.ts";

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

function thrown(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}

/** A store with some pages in it, closed. */
function filledStore(): string {
  const path = temporaryPath();
  const store = open(path);
  for (let number = 0; number < 50; number++) {
    store.record({ run: fakeRunNumber(number), state: null, change: null, points: [fakePoint(number)] });
  }
  store.close();
  return path;
}

describe("a new store", () => {
  test("is for this user alone, and so are the folders above it", () => {
    const path = join(dirname(temporaryPath()), "a", "b", "sonde.db");
    const store = open(path);
    expect([path, `${path}-wal`, `${path}-shm`].map(modeOf)).toEqual(["600", "600", "600"]);
    expect([dirname(path), dirname(dirname(path))].map(modeOf)).toEqual(["700", "700"]);
    store.close();
  });

  test("is made in an empty file, and keeps the mode of what is there", () => {
    const path = temporaryPath();
    writeFileSync(path, "");
    chmodSync(path, 0o640);
    open(path).close();
    expect(modeOf(path)).toBe("640");
    expect(open(path).summaries("chat", "demo", 1)).toEqual([]);
  });

  test("writes ahead, syncs, waits for others, keeps references and can give pages back", () => {
    const db = connect(temporaryPath());
    const pragmas = ["journal_mode", "synchronous", "busy_timeout", "foreign_keys", "auto_vacuum"];
    expect(pragmas.map((pragma) => Object.values(db.get(`PRAGMA ${pragma}`) ?? {})[0])).toEqual(["wal", 2, 5_000, 1, 2]);
    db.close();
  });

  test("is made by the next one when its maker was killed in between", async () => {
    const path = temporaryPath();
    const child = runChild(`connect(${JSON.stringify(path)}, [() => process.kill(process.pid, "SIGKILL")]);`);
    expect(await child.ended).toBe(null);
    expect(statSync(path).size).toBeGreaterThan(0);
    const store = open(path);
    store.record({ run: fakeRun(), state: null, change: null, points: [] });
    expect(checkStore(path)).toMatchObject({ ok: true, figures: { runs: 1 } });
    expect(numberFrom(rawDatabase(path), "PRAGMA auto_vacuum")).toBe(2);
  });

  test("leaves one file behind when it is closed, and may be closed again", () => {
    const path = temporaryPath();
    const store = open(path);
    store.close();
    store.close();
    expect(readdirSync(dirname(path))).toEqual(["sonde.db"]);
  });

  test("can be made by many processes at once", async () => {
    const path = temporaryPath();
    const children = Array.from({ length: 4 }, (_, number) =>
      runChild(`
        const store = openStore(${JSON.stringify(path)}, { clock, limits });
        store.record({ run: fakeRunNumber(${number}), state: null, change: null, points: [] });
        store.close();`),
    );
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    expect(open(path).summaries("chat", "demo", 10)).toHaveLength(4);
  });
});

describe("what cannot be opened is told with its path, the reason and what to do", () => {
  test("a folder in the place of the file", () => {
    const path = temporaryPath();
    mkdirSync(path);
    const error = thrown(() => open(path));
    expect(error.name).toBe("StoreOpenError");
    expect(error.message).toContain(path);
    expect(error.message).toContain("SONDE_STORE");
  });

  test("a file in the place of the folder", () => {
    const file = temporaryPath();
    writeFileSync(file, "");
    const error = thrown(() => open(join(file, "sonde.db")));
    expect(error.name).toBe("StoreOpenError");
    expect(error.message).toContain("EEXIST");
  });

  test("a store of a newer Sonde, with both versions; it is left untouched", () => {
    const path = filledStore();
    const db = new DatabaseSync(path);
    db.exec("PRAGMA user_version = 77");
    db.close();
    const before = readFileSync(path);
    const error = thrown(() => open(path));
    expect(error.name).toBe("StoreNewerError");
    expect(error.message).toMatch(`version 77, this Sonde knows ${migrations.length} `);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("a database of somebody else; it is left untouched", () => {
    const path = temporaryPath();
    const db = new DatabaseSync(path);
    db.exec("CREATE TABLE theirs (a)");
    db.close();
    const before = readFileSync(path);
    expect(thrown(() => open(path)).name).toBe("StoreForeignError");
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe("a damaged store is an error that names it, and not a byte of it changes", () => {
  test.each([
    ["garbage", (path: string) => writeFileSync(path, "no database at all. ".repeat(500))],
    ["a few bytes", (path: string) => writeFileSync(path, "SQL")],
    ["cut off in the middle", (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2))],
    ["cut off in a page", (path: string) => truncateSync(path, statSync(path).size - 1_000)],
    ["flipped bytes in the middle", (path: string) => flip(path, Math.floor(statSync(path).size / 2), 8_192)],
    ["a schema that is overwritten", (path: string) => flip(path, 100, 200)],
  ])("%s", (_name, damage) => {
    const path = filledStore();
    damage(path);
    const before = readFileSync(path);
    const error = thrown(() => open(path));
    expect(error.name).toBe("StoreDamagedError");
    expect(error.message).toContain(path);
    expect(error.message).toContain("left untouched");
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("also when a killed writer left a WAL beside it", async () => {
    const path = filledStore();
    const child = runChild(`
      const store = openStore(${JSON.stringify(path)}, { clock, limits });
      for (let number = 100; number < 110; number++) store.record({ run: fakeRunNumber(number), state: null, change: null, points: [] });
      process.kill(process.pid, "SIGKILL");`);
    await child.ended;
    flip(path, Math.floor(statSync(path).size / 2), 8_192);
    const files = [path, `${path}-wal`];
    const before = files.map((file) => readFileSync(file));
    expect(thrown(() => open(path)).name).toBe("StoreDamagedError");
    expect(files.map((file, index) => readFileSync(file).equals(before[index] ?? Buffer.alloc(0)))).toEqual([true, true]);
  });

  test("damage that shows only while it is in use is told just as well", () => {
    const { store, path } = temporaryStore();
    for (let number = 0; number < 50; number++) {
      store.record({ run: fakeRunNumber(number), state: null, change: null, points: [] });
    }
    rawDatabase(path).exec("PRAGMA wal_checkpoint(TRUNCATE)");
    flip(path, 4_096, statSync(path).size - 8_192);
    const error = thrown(() => store.latest("chat", null, 50));
    expect(error.name).toBe("StoreDamagedError");
    expect(error.message).toContain(path);
  });
});

test("nothing of a file that could not be opened stays open", () => {
  const path = temporaryPath();
  writeFileSync(path, "garbage ".repeat(1_000));
  expect(() => open(path)).toThrow();
  expect(existsSync(`${path}-wal`)).toBe(false);
});

function flip(path: string, from: number, length: number): void {
  const bytes = readFileSync(path).subarray(from, from + length);
  const file = openSync(path, "r+");
  writeSync(
    file,
    bytes.map((byte) => byte ^ 0xff),
    0,
    bytes.length,
    from,
  );
}
