import type { Job } from "../contract/job.ts";
import type { RunCosts, RunResult } from "../contract/result.ts";
import { messageOf } from "../kit/message-of.ts";
import { scriptErrorOf } from "./exit-code.ts";
import type { Executor, OutputSink } from "./executor.ts";
import { signalGroup } from "./group.ts";
import { type RunDirectory, makeRunDirectory } from "./run-directory.ts";
import { spawnK6 } from "./spawn.ts";
import { type Supervised, supervise } from "./supervise.ts";

/** Runs one k6 process to its end and leaves nothing of it behind. Never throws: whatever happens is a `RunResult`. */
export async function execute(job: Job, sink: OutputSink, executor: Executor, abort?: AbortSignal): Promise<RunResult> {
  const { clock } = executor;
  const startedAtMs = clock.now();
  const origin = clock.monotonic();
  const { ended, cpuMs } = await runInOwnDirectory(job, sink, executor, abort);
  return { ...ended, startedAtMs, endedAtMs: clock.now(), durationMs: clock.monotonic() - origin, k6CpuMs: cpuMs };
}

type WithoutCosts<Result> = Result extends unknown ? Omit<Result, keyof RunCosts> : never;

interface Over {
  ended: WithoutCosts<RunResult>;
  cpuMs: number | null;
}

async function runInOwnDirectory(job: Job, sink: OutputSink, executor: Executor, abort?: AbortSignal): Promise<Over> {
  let directory: RunDirectory;
  try {
    directory = await makeRunDirectory(executor.runsDirectory, job.runId, job.secrets);
  } catch (error) {
    return couldNotStart(`no directory for the run: ${messageOf(error)}`);
  }
  try {
    return await run(job, directory, sink, executor, abort);
  } catch (error) {
    return couldNotStart(messageOf(error));
  } finally {
    // What cannot be removed now is swept at the next start.
    await directory.remove().catch(() => undefined);
  }
}

async function run(job: Job, directory: RunDirectory, sink: OutputSink, executor: Executor, abort?: AbortSignal): Promise<Over> {
  const k6 = spawnK6(job, directory, executor);
  if (k6.pid === undefined) {
    const { originalMessage } = await k6;
    return couldNotStart(originalMessage ?? `${executor.k6} cannot be executed`);
  }
  try {
    // Before k6 gets its script: a worker that dies in between leaves a k6 with nothing to do.
    directory.recordProcess(k6.pid);
    const supervised = await supervise(k6, k6.pid, job, directory.samples, sink, executor, abort);
    return { ended: endOf(supervised, job.timeoutMs), cpuMs: supervised.cpuMs };
  } catch (error) {
    signalGroup(k6.pid, "SIGKILL");
    throw error;
  }
}

function endOf({ ending, exitCode, signal }: Supervised, timeoutMs: number): Over["ended"] {
  if (ending?.kind === "timeout") return { kind: "timed-out", afterMs: timeoutMs };
  if (ending?.kind === "kill") return { kind: "killed", by: ending.by, detail: ending.detail };
  if (ending?.kind === "marker") return { kind: "ran", exitCode: null };
  if (exitCode === null) return { kind: "killed", by: "signal", detail: `k6 was ended by ${signal ?? "a signal"} from outside` };
  const meaning = scriptErrorOf(exitCode);
  return meaning === null ? { kind: "ran", exitCode } : { kind: "script-error", exitCode, meaning };
}

function couldNotStart(detail: string): Over {
  return { ended: { kind: "could-not-start", detail }, cpuMs: null };
}
