import type { PassedUnderLoad, StepEnd } from "../../worker/contract/markers.ts";
import { nowMs } from "./clock.ts";
import type { StepContext } from "./context.ts";
import { StepFailure } from "./failure.ts";
import { markStepEnded, markStepPassed, markStepStarted } from "./marker.ts";
import type { Mask } from "./mask.ts";
import { type StepRecord, emptyRecord, recordFailure } from "./record.ts";
import { describeThrown } from "./thrown.ts";
import { isUnderLoad } from "./under-load.ts";

/** Of a body, and of any other text: a header that has no end must not make a marker that nobody can read. */
const maxText = 2_048;
const maxMessage = 200;

export interface Ran<T> {
  outcome: StepEnd["outcome"];
  /** What the function returned, if it came to its end. */
  value: T | undefined;
}

/** Runs a step between its two markers. Never rejects: whatever happens is the step's outcome. */
export async function runStep<T>(
  step: string,
  mask: Mask,
  context: (record: StepRecord) => StepContext,
  run: (s: StepContext) => Promise<T> | T,
): Promise<Ran<T>> {
  const record = emptyRecord(step);
  const startedMs = nowMs();
  markStepStarted(step);
  const value = await attempt(record, () => run(context(record)));
  const durationMs = nowMs() - startedMs - record.heldMs;
  for (const close of record.leftovers) close();
  if (isUnderLoad() && !record.failed) {
    markStepPassed(step, durationMs, newsOf(record));
    return { outcome: "passed", value };
  }
  record.recall?.();
  const end = endOf(record, durationMs, mask);
  markStepEnded(end);
  return { outcome: end.outcome, value };
}

/** Of this VU. */
let toldRevision: string | null = null;

/** What a step that passed under load has to tell; `null`: nothing. */
function newsOf({ measures, revision }: StepRecord): PassedUnderLoad | null {
  const isNew = revision !== null && revision !== toldRevision;
  if (!isNew && Object.keys(measures).length === 0) return null;
  if (isNew) toldRevision = revision;
  return { outcome: "passed", measures, revision: isNew ? revision : null };
}

/** Reports a step that was not run, and why. */
export function skipStep(step: string, reason: string): Ran<never> {
  markStepStarted(step);
  markStepEnded({ ...endFields(emptyRecord(step)), outcome: "blocked", durationMs: 0, reason });
  return { outcome: "blocked", value: undefined };
}

async function attempt<T>(record: StepRecord, run: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await run();
  } catch (thrown) {
    if (thrown instanceof StepFailure) recordFailure(record, thrown.reason, thrown.network);
    else {
      record.failed = true;
      record.exception = describeThrown(thrown);
    }
    return undefined;
  }
}

function endOf(record: StepRecord, durationMs: number, mask: Mask): StepEnd {
  const { messages } = record.evidence;
  if (messages !== undefined) record.evidence.messages = messages.map((message) => mask.start(message, maxMessage));
  return { ...mask.deep(endFields(record), maxText), outcome: record.failed ? "failed" : "passed", durationMs };
}

function endFields(record: StepRecord): Omit<StepEnd, "outcome" | "durationMs"> {
  const { step, reason, exception, network, evidence, measures, bytesReceived, revision, contact } = record;
  return { step, reason, exception, network, evidence, measures, bytesReceived, revision, contact };
}
