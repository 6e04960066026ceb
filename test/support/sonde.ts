import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../worker/cli/main.ts", import.meta.url));
const repository = fileURLToPath(new URL("../..", import.meta.url));

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves once standard output or error matches; rejects with both when the process ends first. */
  says(pattern: RegExp): Promise<void>;
  finished: Promise<Finished>;
}

/** A folder of its own for a store; removed with `remove`. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "sonde-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A port of 127.0.0.1 where nothing listens. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Starts the worker's command line as a user would, with a clean environment and `env`. */
export function startSonde(args: readonly string[], env: Record<string, string>, cwd = repository): Running {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], SONDE_K6: process.env["SONDE_K6"] ?? "k6", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const finished = once(child, "close").then(() => ({ code: child.exitCode, stdout, stderr }));
  const says = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!pattern.test(stdout + stderr)) return;
        child.stdout.off("data", look);
        child.stderr.off("data", look);
        resolve();
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      look();
      void finished.then(() => reject(new Error(`ended before it said ${pattern}:\n${stdout}\n${stderr}`)));
    });
  return { child, stdout: () => stdout, stderr: () => stderr, says, finished };
}

/** Runs a command to its end. */
export function sonde(args: readonly string[], env: Record<string, string> = {}, cwd?: string): Promise<Finished> {
  return startSonde(args, env, cwd).finished;
}
