import { once } from "node:events";
import type { FileHandle } from "node:fs/promises";
import type { Job } from "../contract/job.ts";
import type { Clock } from "../kit/clock.ts";
import type { ExecutionLimits, OutputSink } from "./executor.ts";
import { signalGroup } from "./group.ts";
import type { Ending } from "./ending.ts";
import { createOutputLimit } from "./intake.ts";
import { readOutputs } from "./outputs.ts";
import type { K6Process } from "./spawn.ts";
import { watchProcess } from "./watch-process.ts";

export interface Supervised {
  ending: Ending | null;
  exitCode: number | null;
  signal: string | null;
  cpuMs: number | null;
}

/** After the end of k6: a process that it started and that left its group may still hold the pipes. */
const pipeGraceMs = 1_000;

/**
 * Gives k6 its script, hands its output on, and sees to it that it ends: by itself, by the marker, by time or by a limit. Call it in
 * the tick in which k6 was spawned: output that nobody reads when a process ends is lost.
 */
export async function supervise(
  k6: K6Process,
  pid: number,
  job: Job,
  samples: FileHandle,
  sink: OutputSink,
  { clock, limits }: { clock: Clock; limits: ExecutionLimits },
  abort?: AbortSignal,
): Promise<Supervised> {
  const order = createStopOrder();
  const exited = new AbortController();
  k6.nodeChildProcess.once("exit", () => exited.abort());
  const stopAfter = async (ms: number, cancelled: AbortSignal, why: Ending) => {
    await clock.sleep(ms, cancelled);
    if (!cancelled.aborted) order.stop(why);
  };
  const journeyOver = new AbortController();
  const endOfJourney = () => {
    journeyOver.abort();
    void stopAfter(limits.afterEndMs, exited.signal, { kind: "marker" });
  };
  const limit = createOutputLimit(limits.maxOutputBytes, order.stop);
  const outputs = readOutputs({ k6, samples, exited: exited.signal, clock }, sink, limit, endOfJourney);
  const cpu = watchProcess(pid, k6, limits, clock, exited.signal, order.stop);
  void stopAfter(job.timeoutMs, AbortSignal.any([journeyOver.signal, exited.signal]), { kind: "timeout" });
  const shutDown = () => order.stop({ kind: "kill", by: "shutdown", detail: "the worker was told to stop" });
  abort?.addEventListener("abort", shutDown, { once: true });
  if (abort?.aborted) shutDown();
  k6.stdin.on("error", () => undefined);
  k6.stdin.end(job.bundle.code);

  await aborted(AbortSignal.any([exited.signal, order.signal]));
  const graceMs = graceFor(order.ending(), job);
  if (graceMs > 0) {
    signalGroup(pid, "SIGTERM");
    await clock.sleep(graceMs, AbortSignal.any(abort ? [exited.signal, abort] : [exited.signal]));
  }
  signalGroup(pid, "SIGKILL");
  const { exitCode, signal } = await closePipes(k6, outputs, clock);
  abort?.removeEventListener("abort", shutDown);
  const ending = endingOf(order.ending(), journeyOver.signal.aborted);
  return { ending, exitCode: exitCode ?? null, signal: signal ?? null, cpuMs: cpu() };
}

interface StopOrder {
  /** The first reason counts. */
  stop: (why: Ending) => void;
  ending: () => Ending | null;
  /** Aborts with the first reason. */
  signal: AbortSignal;
}

function createStopOrder(): StopOrder {
  const given = new AbortController();
  let first: Ending | null = null;
  return {
    signal: given.signal,
    ending: () => first,
    stop(why) {
      first ??= why;
      given.abort();
    },
  };
}

/** k6 hands its samples on every 200 ms: one that is killed at once does not say in which step its memory grew. */
const memoryGraceMs = 500;

function graceFor(ending: Ending | null, { graceMs }: Job): number {
  if (ending?.kind === "timeout") return graceMs;
  return ending?.kind === "kill" && ending.by === "memory" ? memoryGraceMs : 0;
}

/** A marker arrives up to 250 ms after it was set: a journey that was over just in time did not time out. */
function endingOf(ending: Ending | null, journeyOver: boolean): Ending | null {
  return ending?.kind === "timeout" && journeyOver ? { kind: "marker" } : ending;
}

async function closePipes(k6: K6Process, outputs: Promise<void>, clock: Clock): Promise<Awaited<K6Process>> {
  const closed = new AbortController();
  const tearOff = async () => {
    await clock.sleep(pipeGraceMs, closed.signal);
    for (const pipe of [k6.stdin, k6.stdout, k6.stderr]) pipe.destroy();
  };
  void tearOff();
  const [result] = await Promise.all([k6, outputs]);
  closed.abort();
  return result;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
