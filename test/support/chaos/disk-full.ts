import { execFileSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "./scenario.ts";
import { readStored } from "./stored.ts";
import { until } from "./until.ts";

const unstored = /^a run of \w+ could not be stored/;

/** The disk of the store is full for a while. */
export const diskFull: Scenario = {
  title: "The disk of the store filled while the worker runs, and freed again",
  stage: { diskBytes: 4 * 1_048_576 },
  rounds: { short: 1, long: 6 },
  impossible: whyNoDisk,
  async play(stage, random) {
    const worker = await stage.rise();
    await sleep(random.between(0, 1_500));
    const ballast = join(dirname(stage.store), "ballast");
    fill(ballast);
    const refused = () => worker.said().filter(({ msg }) => unstored.test(msg)).length;
    const wanted = random.between(2, 6);
    await until(() => refused() >= wanted, `${wanted} runs were not stored`);
    rmSync(ballast);
    await worker.goesOn();
    const late = readStored(stage.store).runs.filter(({ cause }) => cause?.startsWith("the store did not take this run"));
    const mistaken = late.filter(({ verdict, blame }) => verdict !== "error" || blame !== "worker");
    if (mistaken.length > 0) throw new Error(`stored late, and not as our own fault: ${JSON.stringify(mistaken)}`);
    if (late.length === 0) throw new Error(`${refused()} runs were refused, and none came later`);
    return { "runs that the full disk refused, stored later as error": late.length };
  },
};

function fill(path: string): void {
  const file = openSync(path, "w");
  try {
    for (const size of [65_536, 4_096]) writeUntilFull(file, Buffer.alloc(size));
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, chunk: Buffer): void {
  try {
    for (;;) writeSync(file, chunk);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}

function whyNoDisk(): string | null {
  if (process.platform !== "linux") return "a small disk is made by mounting a tmpfs, which is Linux's";
  if (process.getuid?.() !== 0) return "mounting a small disk takes root";
  try {
    execFileSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { stdio: "pipe" });
    return null;
  } catch {
    return "this system does not let root mount a tmpfs";
  }
}
