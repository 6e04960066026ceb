import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Machine } from "./machine.mjs";
import { which } from "./which.mjs";

/** A machine for one test: its PATH holds little more than `tar`, its cache is empty, its network is this host. */
export interface FakeMachine extends Machine {
  said: string[];
  cache: string;
  /** Puts an executable shell script on PATH, or elsewhere; returns its path. */
  install(name: string, script: string, folder?: string): string;
  /** What is in the cache, without what is in its folders. */
  cacheEntries(): string[];
}

export function fakeMachine(env: Record<string, string> = {}, platform = "linux"): FakeMachine {
  const folder = mkdtempSync(join(tmpdir(), "sonde-machine-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, "bin");
  const cache = join(folder, "cache", "sonde");
  mkdirSync(bin);
  for (const tool of ["tar", "gzip", "unzip", "curl", "chmod", "sleep"]) {
    const path = which(tool, process.env);
    if (path) symlinkSync(path, join(bin, tool));
  }
  const said: string[] = [];
  return {
    env: { PATH: bin, XDG_CACHE_HOME: join(folder, "cache"), SONDE_K6_RELEASES: "http://127.0.0.1:9", ...env },
    platform,
    arch: "x64",
    home: folder,
    announce: (line) => said.push(line),
    said,
    cache,
    install: (name, script, into = bin) => writeScript(join(into, name), script),
    cacheEntries: () => readdirSync(cache),
  };
}

export function writeScript(path: string, script: string): string {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
