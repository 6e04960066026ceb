import { execFile } from "node:child_process";
import { arch, availableParallelism, platform, totalmem } from "node:os";
import { promisify } from "node:util";
import type { Config, Target } from "../contract/config.ts";
import type { LoadEnvironment } from "../contract/load.ts";
import { version } from "./version.ts";

const run = promisify(execFile);
const timeoutMs = 10_000;

/** Where load comes from and where it goes. */
export async function loadEnvironment(config: Config, target: Target, k6: string): Promise<LoadEnvironment> {
  return {
    location: config.location,
    machine: `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${arch()}`,
    tools: { sonde: version, k6: await k6Version(k6), node: process.versions.node },
    targetUrl: target.urls.api,
  };
}

/** `k6 v1.8.1 (go1.25, linux/amd64)`. */
async function k6Version(k6: string): Promise<string> {
  const { stdout } = await run(k6, ["version"], { timeout: timeoutMs }).catch(() => ({ stdout: "" }));
  return /\bv?(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1] ?? "unknown";
}
