import { once } from "node:events";
import type { RunCosts } from "../contract/result.ts";
import { messageOf } from "../kit/message-of.ts";
import { scriptErrorOf } from "./exit-code.ts";
import { signalGroup } from "./group.ts";
import { createLineSplitter } from "./lines.ts";
import type { LoadExecutor, LoadJob, LoadResult, LoadSink } from "./load-job.ts";
import { pumpSamples } from "./pump-samples.ts";
import { type ProcessSeen, lookUp } from "./process-table.ts";
import { type RunDirectory, makeRunDirectory } from "./run-directory.ts";
import { type LoadProcess, spawnLoad } from "./spawn-load.ts";

type WithoutCosts<Result> = Result extends unknown ? Omit<Result, keyof RunCosts> : never;

interface Over {
  ended: WithoutCosts<LoadResult>;
  cpuMs: number | null;
}

/** Between SIGINT, on which k6 stops its load and hands on what it measured, and SIGKILL. */
const stopGraceMs = 1_500;
const pollMs = 1_000;

/**
 * Runs load to its end, or until `stop` aborts, and leaves nothing of it behind. What was measured until then has reached the sink.
 * Never throws: whatever happens is a `LoadResult`.
 */
export async function executeLoad(job: LoadJob, sink: LoadSink, executor: LoadExecutor, stop: AbortSignal): Promise<LoadResult> {
  const { clock } = executor;
  const startedAtMs = clock.now();
  const origin = clock.monotonic();
  const { ended, cpuMs } = await runInOwnDirectory(job, sink, executor, stop);
  return { ...ended, startedAtMs, endedAtMs: clock.now(), durationMs: clock.monotonic() - origin, k6CpuMs: cpuMs };
}

async function runInOwnDirectory(job: LoadJob, sink: LoadSink, executor: LoadExecutor, stop: AbortSignal): Promise<Over> {
  let directory: RunDirectory | null = null;
  try {
    directory = await makeRunDirectory(executor.runsDirectory, job.runId, job.secrets);
    return await run(job, directory, sink, executor, stop);
  } catch (error) {
    return { ended: { kind: "could-not-start", detail: messageOf(error) }, cpuMs: null };
  } finally {
    // What cannot be removed now is swept at the next start.
    await directory?.remove().catch(() => undefined);
  }
}

async function run(
  job: LoadJob,
  directory: RunDirectory,
  sink: LoadSink,
  executor: LoadExecutor,
  stop: AbortSignal,
): Promise<Over> {
  const k6 = spawnLoad(job, directory, executor);
  if (k6.pid === undefined) {
    const { originalMessage } = await k6;
    return { ended: { kind: "could-not-start", detail: originalMessage ?? `${executor.k6} cannot be executed` }, cpuMs: null };
  }
  try {
    directory.recordProcess(k6.pid);
    return await follow(k6, k6.pid, job, sink, executor, stop);
  } finally {
    signalGroup(k6.pid, "SIGKILL");
  }
}

/** Why we ended k6. */
type Reason = { kind: "stopped" } | { kind: "overdue" } | { kind: "killed"; detail: string };

async function follow(
  k6: LoadProcess,
  pid: number,
  { bundle, longestMs }: LoadJob,
  sink: LoadSink,
  { clock, maxMemoryBytes }: LoadExecutor,
  stop: AbortSignal,
): Promise<Over> {
  const exited = new AbortController();
  const order = new AbortController();
  k6.nodeChildProcess.once("exit", () => exited.abort());
  const giveUp = (reason: Reason) => order.abort(reason);
  const outputs = Promise.all([pumpSamples(k6.stdout, sink, (detail) => giveUp({ kind: "killed", detail })), pumpLog(k6, sink)]);
  let last: ProcessSeen | null = null;
  const look = () => {
    last = lookUp(pid) ?? last;
    if (last === null || exited.signal.aborted) return;
    sink.process(last);
    if (last.residentBytes > maxMemoryBytes) giveUp({ kind: "killed", detail: overMemory(maxMemoryBytes) });
  };
  k6.stdout.once("end", () => (last = lookUp(pid) ?? last));
  const watch = async () => {
    for (; !exited.signal.aborted; await clock.sleep(pollMs, exited.signal)) look();
  };
  void watch();
  const deadline = async () => {
    await clock.sleep(longestMs, exited.signal);
    if (!exited.signal.aborted) giveUp({ kind: "overdue" });
  };
  void deadline();
  const onStop = () => giveUp({ kind: "stopped" });
  stop.addEventListener("abort", onStop, { once: true });
  if (stop.aborted) onStop();
  k6.stdin.on("error", () => undefined);
  k6.stdin.end(bundle.code);

  await aborted(AbortSignal.any([exited.signal, order.signal]));
  if (!exited.signal.aborted) {
    signalGroup(pid, "SIGINT");
    await clock.sleep(stopGraceMs, exited.signal);
  }
  signalGroup(pid, "SIGKILL");
  stop.removeEventListener("abort", onStop);
  const [{ exitCode, signal }] = await Promise.all([k6, outputs]);
  const cpuMs = (last as ProcessSeen | null)?.cpuMs ?? null;
  return { ended: endOf(order.signal, exitCode ?? null, signal ?? null), cpuMs };
}

function endOf(order: AbortSignal, exitCode: number | null, signal: string | null): Over["ended"] {
  if (order.aborted) return order.reason as Reason;
  if (exitCode === null) return { kind: "killed", detail: `k6 was ended by ${signal ?? "a signal"} from outside` };
  const meaning = scriptErrorOf(exitCode);
  return meaning === null ? { kind: "ended", exitCode } : { kind: "script-error", exitCode, meaning };
}

async function pumpLog(k6: LoadProcess, sink: LoadSink): Promise<void> {
  const lines = createLineSplitter((line) => sink.log(line));
  k6.stderr.on("data", (chunk: Buffer) => lines.write(chunk));
  k6.stderr.on("error", () => undefined);
  if (!k6.stderr.closed) await once(k6.stderr, "close");
  lines.end();
}

function overMemory(limitBytes: number): string {
  return `k6 grew over its memory limit of ${Math.round(limitBytes / 1_048_576)} MB`;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
