import type { FileHandle } from "node:fs/promises";
import type { Clock } from "../kit/clock.ts";
import { messageOf } from "../kit/message-of.ts";
import type { OutputSink } from "./executor.ts";
import { followFile, followStream } from "./follow.ts";
import { type OutputLimit, createIntake } from "./intake.ts";
import type { K6Process } from "./spawn.ts";

/** Where k6's output comes from. */
export interface Sources {
  k6: K6Process;
  samples: FileHandle;
  /** Aborts when k6 is gone; what it wrote until then is still read. */
  exited: AbortSignal;
  clock: Clock;
}

/**
 * Hands k6's output to a sink until all is read or the limit is reached. `journeyEnded` is called once. What comes on standard
 * output, where k6 should print nothing, is taken for samples, and so for unreadable ones.
 */
export async function readOutputs(
  { k6, samples: file, exited, clock }: Sources,
  sink: OutputSink,
  limit: OutputLimit,
  journeyEnded: () => void,
): Promise<void> {
  let isOver = false;
  const sample = (line: string) => {
    if (sink.sample(line) !== "ended" || isOver) return;
    isOver = true;
    journeyEnded();
  };
  const samples = createIntake(limit, sample);
  const stray = createIntake(limit, sample);
  const logs = createIntake(limit, (line) => sink.log(line));
  await Promise.all([
    followFile(file, exited, clock, samples).catch((error: unknown) => limit.giveUp(reasonOf(error))),
    followStream(k6.stdout, stray),
    followStream(k6.stderr, logs),
  ]);
  for (const intake of [samples, stray, logs]) intake.end();
}

function reasonOf(error: unknown): string {
  return `k6's samples could not be read: ${messageOf(error)}`;
}
