import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What the system tells of a process. Pids are used again, so a process is its pid and its start together. */
export interface ProcessSeen {
  /** Opaque; equal as long as it is the same process. */
  start: string;
  /** It is over, and stays in the table until its parent takes notice. */
  zombie: boolean;
  /** User and system time so far; `null` where the system does not tell in milliseconds. */
  cpuMs: number | null;
  residentBytes: number;
}

const ticksPerSecond = 100;

/** Reads `/proc` on Linux and asks `ps` elsewhere; `null` when there is no such process. */
export function lookUp(pid: number): ProcessSeen | null {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

/** Names a process for good, safe in a file name: `4711-889211`; `null` when there is no such process. */
export function processName(pid: number): string | null {
  const seen = lookUp(pid);
  return seen && nameOf(pid, seen);
}

/** Whether the process that `processName` named still runs. A zombie does not. */
export function isRunning(name: string): boolean {
  const pid = Number.parseInt(name, 10);
  const seen = lookUp(pid);
  return seen !== null && !seen.zombie && nameOf(pid, seen) === name;
}

function nameOf(pid: number, { start }: ProcessSeen): string {
  return `${pid}-${start.replaceAll(/\W+/g, "_")}`;
}

function fromProc(pid: number): ProcessSeen | null {
  let stat: string;
  let status: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    status = readFileSync(`/proc/${pid}/status`, "latin1");
  } catch {
    return null;
  }
  // The second field, the name, may hold spaces and parentheses; the others follow its last one (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => fields[number - 3] ?? "";
  return {
    start: field(22),
    zombie: field(3) === "Z",
    cpuMs: ((Number(field(14)) + Number(field(15))) * 1_000) / ticksPerSecond,
    // In `stat` it is counted in pages, whose size differs by machine.
    residentBytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024,
  };
}

function fromPs(pid: number): ProcessSeen | null {
  try {
    const output = execFileSync("ps", ["-o", "rss=,stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    const [, rss = "0", stat = "", start = ""] = /^(\d+)\s+(\S+)\s+(.*)$/.exec(output) ?? [];
    return output ? { start, zombie: stat.startsWith("Z"), cpuMs: null, residentBytes: Number(rss) * 1_024 } : null;
  } catch {
    return null;
  }
}
