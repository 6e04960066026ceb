import { check } from "k6";
import exec from "k6/execution";
import { Counter, Trend } from "k6/metrics";
import {
  type Leftover,
  type ObservedCheck,
  type PassedUnderLoad,
  type RegisteredSecret,
  type StepEnd,
  markerMetadata,
  markers,
} from "../../worker/contract/markers.ts";
import { flushOutput } from "./flush.ts";
import { isUnderLoad } from "./under-load.ts";

const started = new Counter(markers.stepStarted);
const ended = new Trend(markers.stepEnded, true);
const journeyEnded = new Counter(markers.journeyEnded);
const secret = new Counter(markers.secret);
const created = new Counter(markers.created);
const removed = new Counter(markers.removed);

export function markStepStarted(step: string): void {
  started.add(1, { step });
  flushOutput();
}

export function markStepEnded(end: StepEnd): void {
  withDocument(end, () => ended.add(end.durationMs, { step: end.step }));
}

/** The same of a step under load that passed: `null` says no more than that. */
export function markStepPassed(step: string, durationMs: number, end: PassedUnderLoad | null): void {
  const sample = () => ended.add(durationMs, { step });
  if (end === null) sample();
  else withDocument(end, sample);
}

export function markJourneyEnded(): void {
  journeyEnded.add(1);
  flushOutput();
}

/** Under load it would be a token a user: what the kit says then is masked by the kit alone. */
export function markSecret(value: string): void {
  if (isUnderLoad()) return;
  withDocument({ value } satisfies RegisteredSecret, () => secret.add(1));
}

export function markCreated(leftover: Leftover): void {
  withDocument(leftover, () => created.add(1));
}

export function markRemoved(leftover: Leftover): void {
  withDocument(leftover, () => removed.add(1));
}

/** A sample of k6's own `checks`; a failed one carries what was seen. */
export function markCheck(step: string, name: string, passed: boolean, observed: string): void {
  const sample = () => check(null, { [name]: () => passed }, { step });
  if (passed) sample();
  else withDocument({ observed } satisfies ObservedCheck, sample);
}

/** Metadata is attached to every sample taken while it is set: it must never outlive the one sample it is for. */
function withDocument(
  document: StepEnd | PassedUnderLoad | RegisteredSecret | ObservedCheck | Leftover,
  sample: () => unknown,
): void {
  const { metadata } = exec.vu.metrics;
  metadata[markerMetadata] = JSON.stringify(document);
  try {
    sample();
  } finally {
    delete metadata[markerMetadata];
  }
}
