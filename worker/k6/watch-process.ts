import type { Clock } from "../kit/clock.ts";
import type { ExecutionLimits } from "./executor.ts";
import { lookUp } from "./process-table.ts";
import type { K6Process } from "./spawn.ts";
import type { Ending } from "./ending.ts";

const pollMs = 100;

/** Stops a process that grows over its memory limit. Returns what to ask for the CPU time it was last seen with. */
export function watchProcess(
  pid: number,
  k6: K6Process,
  limits: Pick<ExecutionLimits, "maxMemoryBytes">,
  clock: Clock,
  exited: AbortSignal,
  stop: (why: Ending) => void,
): () => number | null {
  let cpuMs: number | null = null;
  const look = () => {
    const seen = lookUp(pid);
    if (seen === null) return;
    cpuMs = seen.cpuMs;
    if (seen.residentBytes > limits.maxMemoryBytes) stop(overMemory(seen.residentBytes, limits.maxMemoryBytes));
  };
  // A process that ended is often still in the table when its pipe closes: that look tells the whole of its CPU time.
  k6.stdout.once("end", look);
  void (async () => {
    while (!exited.aborted) {
      look();
      await clock.sleep(pollMs, exited);
    }
  })();
  return () => cpuMs;
}

function overMemory(usedBytes: number, limitBytes: number): Ending {
  const detail = `k6 grew over its memory limit: ${megabytes(usedBytes)}, limit ${megabytes(limitBytes)}`;
  return { kind: "kill", by: "memory", detail };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MB`;
}
