import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { lockWorker } from "./lock.ts";
import { nextLine, runChild } from "./run-child.ts";
import { temporaryPath } from "./temporary-store.ts";

/** Takes the lock, and gives it back after the test. */
function lock(path: string) {
  const taken = lockWorker(path);
  if (taken.held) onTestFinished(() => taken.release());
  return taken;
}

/** Another process that holds the lock until it is told to end. */
async function holder(path: string) {
  const child = runChild(`
    console.log(lockWorker(${JSON.stringify(path)}).held);
    process.stdin.resume().on("end", () => process.exit());`);
  expect(await nextLine(child)).toBe("true");
  return child;
}

test("one worker has the lock, the next is told who, and gets it once it is free", () => {
  const path = temporaryPath();
  const first = lock(path);
  expect(first.held).toBe(true);
  expect(lock(path)).toEqual({
    held: false,
    owner: { pid: process.pid, since: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
  });
  if (first.held) first.release();
  expect(lock(path).held).toBe(true);
});

test("it is free after being refused as often as it likes, and released twice", () => {
  const path = temporaryPath();
  const first = lockWorker(path);
  lock(path);
  lock(path);
  if (first.held) first.release();
  const second = lock(path);
  if (first.held) first.release();
  expect(second.held).toBe(true);
  expect(lock(path).held).toBe(false);
});

test("stores beside each other have locks of their own", () => {
  const path = temporaryPath();
  expect(lock(path).held).toBe(true);
  expect(lock(`${path}2`).held).toBe(true);
});

test("the folder is made where it is missing, and the files are for this user alone", () => {
  const path = join(temporaryPath(), "deeper", "sonde.db");
  lock(path);
  const folder = dirname(path);
  const modes = readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]);
  expect(Object.fromEntries(modes)).toEqual({ "sonde.db-lock": "600", "sonde.db-lock.json": "600" });
});

describe("another process", () => {
  test("is refused and told the owner, and has it refused to others", async () => {
    const path = temporaryPath();
    const child = await holder(path);
    expect(lock(path)).toMatchObject({ held: false, owner: { pid: child.process.pid } });
    child.process.stdin?.end();
    expect(await child.ended).toBe(0);
    expect(lock(path).held).toBe(true);
  });

  test("that is killed gives it back at once, whatever it left on disk", async () => {
    const path = temporaryPath();
    const child = await holder(path);
    child.process.kill("SIGKILL");
    await child.ended;
    expect(JSON.parse(readFileSync(`${path}-lock.json`, "utf8"))).toMatchObject({ pid: child.process.pid });
    expect(lock(path).held).toBe(true);
    expect(JSON.parse(readFileSync(`${path}-lock.json`, "utf8"))).toMatchObject({ pid: process.pid });
  });

  test("of several that come at once, exactly one gets it", async () => {
    const path = temporaryPath();
    const children = Array.from({ length: 4 }, () =>
      runChild(`
        console.log(lockWorker(${JSON.stringify(path)}).held);
        process.stdin.resume().on("end", () => process.exit());`),
    );
    const answers = await Promise.all(children.map(nextLine));
    expect(answers.toSorted()).toEqual(["false", "false", "false", "true"]);
    for (const child of children) child.process.stdin?.end();
  });
});

describe("an owner's record is no lock", () => {
  test("one without a lock stops nobody, even with the pid of a living process", () => {
    const path = temporaryPath();
    writeFileSync(`${path}-lock.json`, JSON.stringify({ pid: process.ppid, since: "2026-01-31T00:00:00.000Z" }));
    expect(lock(path).held).toBe(true);
  });

  test.each([
    ["missing", (file: string) => rmSync(file)],
    ["cut off", (file: string) => writeFileSync(file, '{"pid":')],
    ["of another form", (file: string) => writeFileSync(file, '{"pid":-1,"since":7}')],
  ])("where it is %s, the owner is unknown and the lock holds all the same", (_name, damage) => {
    const path = temporaryPath();
    lock(path);
    damage(`${path}-lock.json`);
    expect(lock(path)).toEqual({ held: false, owner: { pid: 0, since: "unknown" } });
  });
});

test("a lock that is let go leaves no name behind", () => {
  const path = temporaryPath();
  const taken = lock(path);
  if (taken.held) taken.release();
  expect(readdirSync(dirname(path))).toEqual([`${basename(path)}-lock`]);
});
