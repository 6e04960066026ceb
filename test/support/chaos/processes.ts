import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { markVariable } from "./configuration.ts";

export interface K6Seen {
  pid: number;
  /** Its home: the folder of its run. Elsewhere than on Linux its arguments, which name that folder. */
  home: string;
}

/** Every process that was started for a stage's runs, whoever its parent is by now: by its environment, else by its arguments. */
export function k6Processes(mark: string, runsDirectory: string): K6Seen[] {
  return process.platform === "linux" ? fromProc(mark) : fromPs(runsDirectory);
}

function fromProc(mark: string): K6Seen[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const variables = environmentOf(name);
      if (!variables.includes(`${markVariable}=${mark}`)) return [];
      const home = variables.find((variable) => variable.startsWith("HOME=")) ?? "";
      return [{ pid: Number(name), home }];
    });
}

/** A process that just ended has none. */
function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0");
  } catch {
    return [];
  }
}

function fromPs(runsDirectory: string): K6Seen[] {
  return execFileSync("ps", ["-A", "-ww", "-o", "pid=,command="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(runsDirectory))
    .map((line) => ({ pid: Number.parseInt(line, 10), home: line }));
}
