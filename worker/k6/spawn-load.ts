import { dirname } from "node:path";
import { execa } from "execa";
import { childEnvironment } from "./env.ts";
import { heapSettings } from "./heap.ts";
import { loadArgs } from "./load-args.ts";
import type { LoadExecutor, LoadJob } from "./load-job.ts";
import type { RunDirectory } from "./run-directory.ts";

export type LoadProcess = ReturnType<typeof spawnLoad>;

/** Starts k6 in a process group of its own; it waits for its script on standard input. */
export function spawnLoad(job: LoadJob, directory: RunDirectory, { k6, environment, maxMemoryBytes }: LoadExecutor) {
  return execa(k6, loadArgs(directory.secretsFile, job.blockedRanges), {
    cwd: dirname(job.bundle.journey),
    env: { ...heapSettings(maxMemoryBytes), ...childEnvironment(environment, job.env, directory.path) },
    extendEnv: false,
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
    stdio: ["pipe", "pipe", "pipe"],
  });
}
