import { dirname } from "node:path";
import { execa } from "execa";
import type { Job } from "../contract/job.ts";
import { runArgs } from "./args.ts";
import { childEnvironment } from "./env.ts";
import type { Executor } from "./executor.ts";
import { heapSettings } from "./heap.ts";
import type { RunDirectory } from "./run-directory.ts";

export type K6Process = ReturnType<typeof spawnK6>;

/** Starts k6 in a process group of its own; it waits for its script on standard input. */
export function spawnK6(job: Job, directory: RunDirectory, { k6, environment, limits }: Executor) {
  return execa(k6, runArgs(directory.secretsFile, job.blockedRanges), {
    // `open()` in a script that comes by standard input is relative to the working directory.
    cwd: dirname(job.bundle.journey),
    env: { ...heapSettings(limits.maxMemoryBytes), ...childEnvironment(environment, job.env, directory.path) },
    extendEnv: false,
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
    // Any descriptor is passed on; the types know those below 10.
    stdio: ["pipe", "pipe", "pipe", directory.samples.fd as 9],
  });
}
