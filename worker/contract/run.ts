import type { Contact } from "./contact.ts";
import type { Evidence } from "./markers.ts";
import type { Blame, Outcome, SkipReason, State, Trigger, Verdict } from "./words.ts";

/** One execution of a probe, judged, masked and ready to be stored. Times are epoch milliseconds. */
export interface Run {
  /** UUIDv7. */
  id: string;
  /** W3C trace id, 32 hexadecimal digits; every request of the run carried it. */
  traceId: string;
  probe: string;
  target: string;
  location: string;
  journey: string;
  trigger: Trigger;
  /** 1, or more when the run confirms a failure or a recovery. */
  attempt: number;
  scheduledAtMs: number;
  startedAtMs: number;
  endedAtMs: number;
  /** By a monotonic clock. */
  durationMs: number;
  latenessMs: number;
  verdict: Verdict;
  blame: Blame | null;
  /** One sentence with what was seen; `null` when up. */
  cause: string | null;
  failedStep: string | null;
  steps: Step[];
  logs: LogLine[];
  /** Inside a maintenance window. */
  maintenance: boolean;
  /** The confirmed state of the probe after this run is `down`. */
  confirmedDown: boolean;
  /** What the target said it runs; `null` when no answer told. */
  revision: string | null;
  /** The instance that answered had just started; `null` when it did not say. */
  cold: boolean | null;
  /** What shows that it talked to the target; `null`: it was recorded before Sonde kept that. */
  contact: Contact | null;
  /** From the start of the first step to the end of the journey; `null`: it did not end, or is no journey of the kit. */
  journeyMs: number | null;
  /** What the whole journey was held to; `null`: nothing. */
  budgetMs: number | null;
  tlsDaysLeft: number | null;
  k6CpuMs: number | null;
  /** The load run that went on for its target when it started; `null`: none. */
  loadRunId: string | null;
}

/** A step as judged. A step that occurred several times: worst outcome, count, p95 of the durations. */
export interface Step {
  name: string;
  outcome: Outcome;
  /** How often it occurred. */
  count: number;
  startedAtMs: number | null;
  durationMs: number | null;
  budgetMs: number | null;
  cause: string | null;
  timings: StepTimings;
  /** Status of the step's last response or upgrade; 0: no response; `null`: no request. */
  status: number | null;
  closeCode: number | null;
  bytesReceived: number | null;
  remoteAddress: string | null;
  checks: Check[];
  measures: Record<string, number>;
  requests: Request[];
  evidence: Evidence | null;
}

/**
 * Milliseconds, summed over the step's requests; `null` where nothing was measured. Phases overlap: `blockedMs` contains
 * connecting and TLS (k6's `lib/netext/httpext/tracer.go`).
 */
export interface StepTimings {
  blockedMs: number | null;
  connectingMs: number | null;
  tlsMs: number | null;
  sendingMs: number | null;
  waitingMs: number | null;
  receivingMs: number | null;
}

export interface Check {
  name: string;
  passed: boolean;
  /** How many times it passed and failed. */
  passes: number;
  fails: number;
  /** What was seen instead, such as `status (503) is 200`. */
  observed: string | null;
}

/** What was sent where. `name` is method and route template, never a URL with its query. */
export interface Request {
  name: string;
  method: string;
  status: number;
  durationMs: number;
  remoteAddress: string | null;
  error: string | null;
}

export interface LogLine {
  level: string;
  message: string;
  atMs: number;
}

/** Ticks of the schedule in a row that did not become runs. */
export interface Skip {
  probe: string;
  target: string;
  /** Of the first of them. */
  scheduledAtMs: number;
  /** How many there were: more than one after a suspend. */
  ticks: number;
  reason: SkipReason;
}

/** Where a probe stands after confirmation. */
export interface ProbeState {
  state: State;
  sinceMs: number;
  cause: string | null;
  /** How many runs in a row disagreed with `state`, and with which state, the mildest of them. */
  pending: { state: State; count: number } | null;
}

export interface StateChange {
  probe: string;
  target: string;
  from: State;
  to: State;
  atMs: number;
  cause: string | null;
}
