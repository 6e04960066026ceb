import type { Contact } from "../../worker/contract/contact.ts";
import type { Evidence } from "../../worker/contract/markers.ts";

/** What is known of a step while it runs. */
export interface StepRecord {
  step: string;
  failed: boolean;
  reason: string | null;
  exception: string | null;
  network: string | null;
  evidence: Evidence;
  measures: Record<string, number>;
  bytesReceived: number | null;
  revision: string | null;
  contact: Contact | null;
  /** Under load: makes the last answer the evidence, which nobody needs of a step that passes. */
  recall: (() => void) | null;
  /** Milliseconds in which the step waited for nobody: of sockets that were closed under load. */
  heldMs: number;
  checkNames: Set<string>;
  /** What is left open when the step ends, whatever ended it. */
  leftovers: (() => void)[];
}

export function emptyRecord(step: string): StepRecord {
  return {
    step,
    failed: false,
    reason: null,
    exception: null,
    network: null,
    evidence: {},
    measures: {},
    bytesReceived: null,
    revision: null,
    contact: null,
    recall: null,
    heldMs: 0,
    checkNames: new Set(),
    leftovers: [],
  };
}

/** The first reason is the one that is told. */
export function recordFailure(record: StepRecord, reason: string | null, network: string | null = null): void {
  record.failed = true;
  record.reason ??= reason;
  record.network ??= network;
}
