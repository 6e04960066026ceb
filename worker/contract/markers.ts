import type { Contact } from "./contact.ts";

/**
 * Markers: samples of the journey kit's own, by which a run that was cut off still says where it hung.
 * Each carries one JSON document in the metadata key `markerMetadata`; k6 keeps metadata out of its series.
 */
export const markers = {
  /** Counter, tag `step`. Metadata: none. */
  stepStarted: "sonde_step_started",
  /** Trend in milliseconds, tag `step`. Metadata: `StepEnd`; under load of a step that passed `PassedUnderLoad`, or none. */
  stepEnded: "sonde_step_ended",
  /** Counter. Metadata: none. Nothing the journey does after it counts. */
  journeyEnded: "sonde_journey_ended",
  /** Counter. Metadata: `RegisteredSecret`: a value learned at run time that must be masked everywhere. */
  secret: "sonde_secret",
  /** Counter. Metadata: `Leftover`: something is about to be made on the target that must not stay. */
  created: "sonde_created",
  /** Counter. Metadata: `Leftover`: it is gone again. */
  removed: "sonde_removed",
  /** Counter. Metadata: 4 KiB of blanks, which push what came before through k6's output buffer. Says nothing. */
  flush: "sonde_flush",
} as const;

export const markerMetadata = "sonde";

/** What the kit says when a step ends. `durationMs` is by k6's clock and is also the sample's value. */
export interface StepEnd {
  step: string;
  outcome: "passed" | "failed" | "blocked";
  durationMs: number;
  /** Why it failed or what blocked it; `null` when it passed or when its failed checks say enough. */
  reason: string | null;
  /** Set when the step was left by an exception that the kit did not throw itself. */
  exception: string | null;
  /** Set when a connection could not be made: a refused or unanswered socket, a status-0 response. */
  network: string | null;
  evidence: Evidence;
  /** Numbers of the step's own, named as InfluxDB fields: `first_answer_ms`, `events_missing`. */
  measures: Record<string, number>;
  /** Bytes of all bodies and messages received in the step; `null`: nothing was. */
  bytesReceived: number | null;
  /** `x-revision` of the last answer, `null` when none came. */
  revision: string | null;
  /** What shows that the step talked to the target; `null`: no answer came. */
  contact: Contact | null;
}

/** What the kit says of a step that passed under load: the rest is nothing, and would cost k6 more than the requests do. */
export interface PassedUnderLoad extends Pick<StepEnd, "measures"> {
  outcome: "passed";
  /** `null`: as this VU said before, or unknown. */
  revision: string | null;
}

/** What the step saw last. Masked before it leaves the run. */
export interface Evidence {
  status?: number;
  /** Address that answered. */
  remoteAddress?: string;
  /** The first 2 KiB of the body. */
  body?: string;
  headers?: Record<string, string>;
  socketError?: string;
  upgradeStatus?: number;
  closeCode?: number;
  closeReason?: string;
  /** What was asked: method and URL without query. */
  request?: string;
  /** The last socket messages, oldest first, each cut to 200 characters. */
  messages?: string[];
}

/** Something that a journey made on the target, and takes away again. */
export interface Leftover {
  kind: "account";
  /** How it is found again: the account's e-mail address. */
  name: string;
}

export interface RegisteredSecret {
  value: string;
}

/** Metadata of a failed check's sample: what was seen instead. */
export interface ObservedCheck {
  observed: string;
}
