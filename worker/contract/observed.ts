import type { Contact } from "./contact.ts";
import type { Evidence } from "./markers.ts";
import type { Check, LogLine, Request, StepTimings } from "./run.ts";

/** Everything a run's output said, before anybody judges it. */
export interface Observed {
  /** In the order in which they first appeared. */
  steps: ObservedStep[];
  /** HTTP requests and WebSocket connections tried. */
  requests: number;
  /** Those that were answered, whatever the status. */
  responses: number;
  /** Those with status 0 or at least 500. */
  badResponses: number;
  /** Uncaught exceptions: k6 logs them and may still exit with 0. */
  exceptions: string[];
  /** Reasons given to `fail()` and `exec.test.fail()`. */
  failures: string[];
  /** Reason given to `exec.test.abort()`. */
  aborted: string | null;
  /** Metrics whose thresholds k6 reported as crossed. */
  thresholdsCrossed: string[];
  /** Thresholds for which no sample came: k6 calls them kept. */
  thresholdsWithoutSamples: string[];
  /** The journey said that it is over. */
  journeyEnded: boolean;
  /** The last error of k6 itself: no exception, no `console.error()`. */
  lastError: string | null;
  /** Lines that are no k6 output; a cut last line counts. */
  unreadableLines: number;
  /** More different steps than a run may have; the rest was not kept. */
  tooManySteps: boolean;
  logs: LogLine[];
  revision: string | null;
  /** Of all steps together; of a plain script how many answers came, and from where if its tags tell. */
  contact: Contact;
  /** From the start of the first step to the end of the journey; `null`: it did not say that it ended. */
  journeyMs: number | null;
}

export interface ObservedStep {
  name: string;
  /** Occurrences that started; for scripts without the kit, requests or groups seen. */
  started: number;
  /** When the last occurrence started, by k6's clock. */
  lastStartedAtMs: number;
  firstStartedAtMs: number;
  /** What the kit reported; `null`: nothing ended yet, or no kit. */
  ended: EndedStep | null;
  /** The kit said that it started and never that it ended. */
  open: boolean;
  /** Milliseconds, one per occurrence that ended. */
  durationsMs: number[];
  timings: StepTimings;
  status: number | null;
  closeCode: number | null;
  bytesReceived: number | null;
  remoteAddress: string | null;
  checks: Check[];
  requests: Request[];
  /** A connection that could not be made: `dial: connection refused`. */
  network: string | null;
  measures: Record<string, number>;
}

/** The worst of the step's occurrences. */
export interface EndedStep {
  outcome: "passed" | "failed" | "blocked";
  occurrences: number;
  reason: string | null;
  exception: string | null;
  evidence: Evidence;
}
