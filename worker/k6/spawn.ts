import { dirname } from "node:path";
import { execa } from "execa";
import type { Job } from "../contract/job.ts";
import { runArgs } from "./args.ts";
import { childEnvironment } from "./env.ts";
import type { Executor } from "./executor.ts";
import type { RunDirectory } from "./run-directory.ts";

export type K6Process = ReturnType<typeof spawnK6>;

/** Starts k6 in a process group of its own; it waits for its script on standard input. */
export function spawnK6(job: Job, directory: RunDirectory, { k6, environment }: Executor) {
  return execa(k6, runArgs(directory.secretsFile, directory.samplesFile, job.blockedRanges), {
    // `open()` in a script that comes by standard input is relative to the working directory.
    cwd: dirname(job.bundle.journey),
    env: childEnvironment(environment, job.env, directory.path),
    extendEnv: false,
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
    stdin: "pipe",
  });
}
