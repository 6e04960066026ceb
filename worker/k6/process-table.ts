import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What the system tells of a process. Pids are used again, so a process is its pid and its start together. */
export interface ProcessSeen {
  /** Opaque; equal as long as it is the same process. */
  start: string;
  /** User and system time so far; `null` where the system does not tell in milliseconds. */
  cpuMs: number | null;
  residentBytes: number;
}

const ticksPerSecond = 100;
const pageBytes = 4096;

/** Reads `/proc` on Linux and asks `ps` elsewhere; `null` when there is no such process. */
export function lookUp(pid: number): ProcessSeen | null {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

/** Names a process for good, safe in a file name: `4711-889211`; `null` when there is no such process. */
export function processName(pid: number): string | null {
  const seen = lookUp(pid);
  return seen && `${pid}-${seen.start.replaceAll(/\W+/g, "_")}`;
}

/** Whether the process that `processName` named still runs. */
export function isRunning(name: string): boolean {
  return processName(Number.parseInt(name, 10)) === name;
}

function fromProc(pid: number): ProcessSeen | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return null;
  }
  // The second field, the name, may hold spaces and parentheses; the others follow its last one (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  return {
    start: String(field(22)),
    cpuMs: ((field(14) + field(15)) * 1_000) / ticksPerSecond,
    residentBytes: field(24) * pageBytes,
  };
}

function fromPs(pid: number): ProcessSeen | null {
  try {
    const output = execFileSync("ps", ["-o", "rss=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    const [, rss = "0", start = ""] = /^(\d+)\s+(.*)$/.exec(output) ?? [];
    return output ? { start, cpuMs: null, residentBytes: Number(rss) * 1_024 } : null;
  } catch {
    return null;
  }
}
