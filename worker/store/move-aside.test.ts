import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fakeRun, startMs } from "./fake-run.ts";
import { lockWorker } from "./lock.ts";
import { moveAside } from "./move-aside.ts";
import { runChild } from "./run-child.ts";
import { openAt, temporaryPath } from "./temporary-store.ts";

const stamp = "20231114T221320.000Z";

test("a damaged store and what belongs to it are renamed, unchanged, and a new one can be made", () => {
  const path = temporaryPath();
  for (const suffix of ["", "-wal", "-shm"]) writeFileSync(path + suffix, `damaged${suffix}`);
  const moved = moveAside(path, startMs);
  expect(moved).toEqual(["", "-shm", "-wal"].map((suffix) => `${path}.damaged-${stamp}${suffix}`));
  expect(moved.map((file) => readFileSync(file, "utf8"))).toEqual(["damaged", "damaged-shm", "damaged-wal"]);
  expect(openAt(path).summaries("chat", "demo", 1)).toEqual([]);
});

test("what was moved aside can be opened with all that its WAL holds", async () => {
  const path = temporaryPath();
  const child = runChild(`
    openStore(${JSON.stringify(path)}, { clock, limits }).record({ run: fakeRun(), state: null, change: null, points: [] });
    process.kill(process.pid, "SIGKILL");`);
  await child.ended;
  expect(existsSync(`${path}-wal`)).toBe(true);
  const [aside = ""] = moveAside(path, startMs);
  expect(openAt(aside).run(fakeRun().id)).toEqual(fakeRun());
});

test("nothing that was moved aside before is overwritten", () => {
  const path = temporaryPath();
  const names = [1, 2, 3].map((number) => {
    writeFileSync(path, `damaged ${number}`);
    return moveAside(path, startMs);
  });
  expect(names.flat().map((name) => basename(name))).toEqual(["", "-2", "-3"].map((more) => `sonde.db.damaged-${stamp}${more}`));
  expect(names.flat().map((name) => readFileSync(name, "utf8"))).toEqual(["damaged 1", "damaged 2", "damaged 3"]);
});

test("a worker that uses it is named, and the store stays where it is", () => {
  const path = temporaryPath();
  writeFileSync(path, "damaged");
  const lock = lockWorker(path);
  onTestFinished(() => void (lock.held && lock.release()));
  expect(() => moveAside(path, startMs)).toThrow(
    expect.objectContaining({ name: "StoreLockedError", message: expect.stringContaining(String(process.pid)) }),
  );
  expect(existsSync(path)).toBe(true);
});

test("no store is nothing to do", () => {
  const path = temporaryPath();
  expect(moveAside(path, startMs)).toEqual([]);
  expect(readdirSync(dirname(path))).toEqual([]);
});
