import { readFileSync } from "node:fs";

/** What a process has used so far, in milliseconds of user and system time, to 10 ms. */
export interface CpuUsed {
  own: number;
  /** Of the processes that it started and that are over. */
  children: number;
}

const msPerTick = 10;

/** Reads `/proc`, so Linux only. Throws when there is no such process. */
export function cpuUsed(pid: number): CpuUsed {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The second field, the name, may hold spaces and parentheses; the others follow its last one (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]) * msPerTick;
  return { own: field(14) + field(15), children: field(16) + field(17) };
}

/** Resident memory in megabytes (10^6 bytes). */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return (Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024) / 1_000_000;
}
