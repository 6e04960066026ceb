import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fakeMachine } from "./fake-machine.ts";
import { withLock } from "./lock.mjs";

test("one at a time, and the lock is gone afterwards, also after a failure", async () => {
  const path = join(fakeMachine().home, "a.lock");
  let inside = 0;
  const action = async () => {
    expect(++inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside--;
    throw new Error("after all");
  };
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => withLock(path, () => {}, action)));
  expect(outcomes.map((outcome) => outcome.status === "rejected" && String(outcome.reason))).toEqual(
    Array(3).fill("Error: after all"),
  );
  expect(existsSync(path)).toBe(false);
});

test("a lock whose holder died is taken over by one", async () => {
  const path = join(fakeMachine().home, "a.lock");
  const { pid } = spawnSync("true");
  writeFileSync(path, JSON.stringify({ pid, host: hostname() }));
  let inside = 0;
  const action = async () => {
    expect(++inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => withLock(path, () => {}, action)));
  expect(existsSync(path)).toBe(false);
});
