import { check } from "k6";
import exec from "k6/execution";
import { Counter, Trend } from "k6/metrics";
import {
  type Leftover,
  type ObservedCheck,
  type RegisteredSecret,
  type StepEnd,
  markerMetadata,
  markers,
} from "../../worker/contract/markers.ts";
import { flushOutput } from "./flush.ts";

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

export function markJourneyEnded(): void {
  journeyEnded.add(1);
  flushOutput();
}

export function markSecret(value: string): void {
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
function withDocument(document: StepEnd | RegisteredSecret | ObservedCheck | Leftover, sample: () => unknown): void {
  const { metadata } = exec.vu.metrics;
  metadata[markerMetadata] = JSON.stringify(document);
  try {
    sample();
  } finally {
    delete metadata[markerMetadata];
  }
}
