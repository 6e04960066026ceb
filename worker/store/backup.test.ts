import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { backupStore } from "./backup.ts";
import { checkStore } from "./check.ts";
import { fakePoint, fakeRunNumber } from "./fake-run.ts";
import { nextLine, runChild } from "./run-child.ts";
import { openAt, temporaryPath, temporaryStore } from "./temporary-store.ts";

test("a backup is a whole store of its own, for this user alone, and nothing else is left beside it", async () => {
  const { store, path } = temporaryStore();
  store.record({ run: fakeRunNumber(1), state: null, change: null, points: [fakePoint(1)] });
  const to = join(dirname(temporaryPath()), "deeper", "backup.db");
  const made = await backupStore(path, to);
  expect(made).toEqual({ path: to, bytes: statSync(to).size });
  expect((statSync(to).mode & 0o777).toString(8)).toBe("600");
  expect(readdirSync(dirname(to))).toEqual(["backup.db"]);
  store.record({ run: fakeRunNumber(2), state: null, change: null, points: [] });
  expect(checkStore(to)).toMatchObject({ ok: true, figures: { runs: 1, outbox: 1 } });
  const restored = openAt(to);
  expect(restored.run(fakeRunNumber(1).id)).toEqual(fakeRunNumber(1));
  restored.record({ run: fakeRunNumber(3), state: null, change: null, points: [] });
});

test("a backup while another process writes is the store at one instant", async () => {
  const { path } = temporaryStore();
  const child = runChild(`
    const store = openStore(${JSON.stringify(path)}, { clock, limits });
    for (let number = 0; ; number++) {
      store.record({ run: fakeRunNumber(number), state: null, change: null, points: [fakePoint(number)] });
      if (number % 20 === 0) console.log(number);
    }`);
  await nextLine(child);
  for (let number = 0; number < 3; number++) {
    await nextLine(child);
    const to = `${path}.backup-${number}`;
    await backupStore(path, to);
    const runs = [...openAt(to).each(0, Number.MAX_SAFE_INTEGER)];
    expect(runs.map(({ id }) => id)).toEqual(runs.map((_, index) => fakeRunNumber(index).id));
    expect(checkStore(to)).toMatchObject({ ok: true, figures: { runs: runs.length, outbox: runs.length } });
  }
});

test("a file that exists is not overwritten", async () => {
  const { path } = temporaryStore();
  const to = temporaryPath();
  writeFileSync(to, "precious");
  await expect(backupStore(path, to)).rejects.toMatchObject({ name: "StoreExistsError", message: expect.stringContaining(to) });
  expect(readFileSync(to, "utf8")).toBe("precious");
});

test("no store and a damaged one give no backup and leave nothing", async () => {
  const path = temporaryPath();
  const to = `${path}.backup`;
  await expect(backupStore(path, to)).rejects.toMatchObject({ name: "StoreOpenError" });
  writeFileSync(path, "garbage ".repeat(1_000));
  await expect(backupStore(path, to)).rejects.toMatchObject({ name: "StoreDamagedError" });
  expect(existsSync(to)).toBe(false);
  expect(readdirSync(dirname(path))).toEqual(["sonde.db"]);
});
