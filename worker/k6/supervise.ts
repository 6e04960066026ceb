import type { Job } from "../contract/job.ts";
import type { KilledBy } from "../contract/result.ts";
import type { Clock } from "../kit/clock.ts";
import type { ExecutionLimits, OutputSink } from "./executor.ts";
import { signalGroup } from "./group.ts";
import { readLines } from "./lines.ts";
import { lookUp } from "./process-table.ts";
import type { K6Process } from "./spawn.ts";

/** Why k6 was ended; `null`: it ended by itself. */
export type Ending = { kind: "marker" } | { kind: "timeout" } | { kind: "kill"; by: KilledBy; detail: string };

export interface Supervised {
  ending: Ending | null;
  exitCode: number | null;
  signal: string | null;
  cpuMs: number | null;
}

const pollMs = 100;
/** After SIGKILL: a process that k6 started and that left its group may still hold the pipes. */
const pipeGraceMs = 1_000;

/** Gives k6 its script, hands its output on, and sees to it that it ends: by itself, by the marker, by time or by a limit. */
export async function supervise(
  k6: K6Process,
  pid: number,
  job: Job,
  sink: OutputSink,
  { clock, limits }: { clock: Clock; limits: ExecutionLimits },
  abort?: AbortSignal,
): Promise<Supervised> {
  const over = new AbortController();
  const stop = Promise.withResolvers<Ending>();
  const outputs = readOutputs(k6, sink, limits, stop.resolve, () => void endAfterMarker());
  const cpu = watchProcess(pid, k6, limits, clock, over.signal, stop.resolve);
  const timeOut = new AbortController();
  const endAfterMarker = async () => {
    timeOut.abort();
    await clock.sleep(limits.afterEndMs, over.signal);
    stop.resolve({ kind: "marker" });
  };
  const endAfterTimeout = async () => {
    await clock.sleep(job.timeoutMs, AbortSignal.any([timeOut.signal, over.signal]));
    if (!timeOut.signal.aborted) stop.resolve({ kind: "timeout" });
  };
  void endAfterTimeout();
  const shutDown = () => stop.resolve({ kind: "kill", by: "shutdown", detail: "the worker was told to stop" });
  abort?.addEventListener("abort", shutDown, { once: true });
  if (abort?.aborted) shutDown();
  k6.stdin.on("error", () => undefined);
  k6.stdin.end(job.bundle.code);

  const exited = Promise.all([k6, outputs]);
  const ending = await Promise.race([exited.then(() => null), stop.promise]);
  if (ending?.kind === "timeout") {
    signalGroup(pid, "SIGTERM");
    await Promise.race([exited, clock.sleep(job.graceMs, over.signal)]);
  }
  signalGroup(pid, "SIGKILL");
  void clock.sleep(pipeGraceMs, over.signal).then(() => destroyPipes(k6));
  const [{ exitCode, signal }] = await exited;
  over.abort();
  abort?.removeEventListener("abort", shutDown);
  return { ending, exitCode: exitCode ?? null, signal: signal ?? null, cpuMs: cpu() };
}

function readOutputs(
  k6: K6Process,
  sink: OutputSink,
  limits: ExecutionLimits,
  stop: (ending: Ending) => void,
  ended: () => void,
): Promise<unknown> {
  let bytes = 0;
  let capped = false;
  const count = (more: number) => {
    bytes += more;
    if (capped || bytes <= limits.maxOutputBytes) return;
    capped = true;
    stop({ kind: "kill", by: "output", detail: `k6 wrote more than ${limits.maxOutputBytes} bytes; the rest was not read` });
  };
  let over = false;
  const sample = (line: string) => {
    if (capped || sink.sample(line) !== "ended" || over) return;
    over = true;
    ended();
  };
  const log = (line: string) => void (capped || sink.log(line));
  return Promise.all([readLines(k6.stdout, count, sample), readLines(k6.stderr, count, log)]);
}

/** Looks at the process now and then; returns what to ask for its CPU time so far. */
function watchProcess(
  pid: number,
  k6: K6Process,
  limits: ExecutionLimits,
  clock: Clock,
  over: AbortSignal,
  stop: (ending: Ending) => void,
): () => number | null {
  let cpuMs: number | null = null;
  const look = () => {
    const seen = lookUp(pid);
    if (seen === null) return;
    cpuMs = seen.cpuMs;
    if (seen.residentBytes <= limits.maxMemoryBytes) return;
    const used = `${Math.round(seen.residentBytes / 1_048_576)} MB, limit ${Math.round(limits.maxMemoryBytes / 1_048_576)} MB`;
    stop({ kind: "kill", by: "memory", detail: `k6 grew over its memory limit: ${used}` });
  };
  // A process that ended is still in the table when its pipe closes: that look tells the whole of its CPU time.
  k6.stdout.once("end", look);
  void (async () => {
    while (!over.aborted) {
      look();
      await clock.sleep(pollMs, over);
    }
  })();
  return () => cpuMs;
}

function destroyPipes(k6: K6Process): void {
  k6.stdin.destroy();
  k6.stdout.destroy();
  k6.stderr.destroy();
}
