import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { isRunning, lookUp, processName } from "./process-table.ts";

/** No system counts so far: Linux ends at 4,194,304, macOS at 99,999. */
const noSuchPid = 2_147_483_647;

function startSleeper(): ChildProcess {
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

test("one's own process is found, running and using memory", () => {
  const seen = lookUp(process.pid);
  expect(seen).toMatchObject({ zombie: false, start: expect.stringMatching(/\S/) as unknown });
  expect(seen?.residentBytes).toBeGreaterThan(10_000_000);
  if (seen?.cpuMs !== null) expect(seen?.cpuMs).toBeGreaterThanOrEqual(0);
});

test("a process keeps its name for as long as it lives", () => {
  expect(processName(process.pid)).toBe(processName(process.pid));
  expect(isRunning(processName(process.pid) ?? "")).toBe(true);
});

test("a name is safe in a file name and begins with the pid", () => {
  expect(processName(process.pid)).toMatch(new RegExp(`^${process.pid}-\\w+$`));
});

test("two processes have two names", () => {
  expect(processName(process.ppid)).not.toBe(processName(process.pid));
});

test("a pid that nobody has is not found", () => {
  expect(lookUp(noSuchPid)).toBeNull();
  expect(processName(noSuchPid)).toBeNull();
});

test.each([
  ["of another that had the same pid before", `${process.pid}-1`],
  ["without a start", String(process.pid)],
  ["of nobody", `${noSuchPid}-1`],
  ["that is empty", ""],
  ["that is none", "self-1"],
  ["with a path in it", `${process.pid}/../1-1`],
])("a name %s is not running", (_title, name) => {
  expect(isRunning(name)).toBe(false);
});

test("a process that ended is not running any more", async () => {
  const child = startSleeper();
  await once(child, "spawn");
  const name = processName(child.pid ?? noSuchPid) ?? "";
  expect(isRunning(name)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isRunning(name)).toBe(false);
});
