import type { Contact } from "../contract/contact.ts";
import type { Observed, ObservedStep } from "../contract/observed.ts";
import type { RunResult } from "../contract/result.ts";
import type { Check, Request } from "../contract/run.ts";
import type { Case } from "./case.ts";

const startedAtMs = 1_700_000_000_000;

const costs = { startedAtMs, endedAtMs: startedAtMs + 5_000, durationMs: 5_000, k6CpuMs: 57 };

/** How k6 ended, for tests. */
export const results = {
  clean: { ...costs, kind: "ran", exitCode: 0 },
  afterMarker: { ...costs, kind: "ran", exitCode: null },
  thresholdsCrossed: { ...costs, kind: "ran", exitCode: 99 },
  markedAsFailed: { ...costs, kind: "ran", exitCode: 110 },
  timedOut: { ...costs, kind: "timed-out", afterMs: 5_000 },
  overMemory: { ...costs, kind: "killed", by: "memory", detail: "k6 grew over its memory limit" },
  overOutput: { ...costs, kind: "killed", by: "output", detail: "k6 wrote more than 64 bytes" },
  shutDown: { ...costs, kind: "killed", by: "shutdown", detail: "the worker was told to stop" },
  killed: { ...costs, kind: "killed", by: "signal", detail: "k6 was ended by SIGKILL from outside" },
  missing: { ...costs, kind: "could-not-start", detail: "ENOENT" },
  panicked: { ...costs, kind: "script-error", exitCode: 109, meaning: "k6 itself crashed (Go panic)" },
  aborted: { ...costs, kind: "script-error", exitCode: 108, meaning: "the script called test.abort()" },
  setupTimedOut: { ...costs, kind: "script-error", exitCode: 100, meaning: "setup() took longer than its setupTimeout" },
} as const satisfies Record<string, RunResult>;

export function fakeCheck(given: Partial<Check> = {}): Check {
  return { name: "status is 200", passed: true, passes: 1, fails: 0, observed: null, ...given };
}

export const failedCheck = (observed: string | null) => fakeCheck({ passed: false, passes: 0, fails: 1, observed });

export function fakeRequest(given: Partial<Request> = {}): Request {
  return {
    name: "POST /auth/login",
    method: "POST",
    status: 200,
    durationMs: 110,
    remoteAddress: "127.0.0.1",
    error: null,
    ...given,
  };
}

/** A step of the kit that passed, for tests. */
export function fakeObservedStep(given: Partial<ObservedStep> = {}): ObservedStep {
  return {
    name: "sign-in",
    started: 1,
    firstStartedAtMs: startedAtMs + 100,
    lastStartedAtMs: startedAtMs + 100,
    ended: endedWith("passed"),
    open: false,
    durationsMs: [120],
    timings: { blockedMs: 2, connectingMs: 1, tlsMs: 0, sendingMs: 0.1, waitingMs: 110, receivingMs: 0.1 },
    status: 200,
    closeCode: null,
    bytesReceived: 512,
    remoteAddress: "127.0.0.1",
    checks: [fakeCheck()],
    requests: [fakeRequest()],
    network: null,
    measures: {},
    ...given,
  };
}

type Ended = NonNullable<ObservedStep["ended"]>;

export function endedWith(outcome: Ended["outcome"], given: Partial<Ended> = {}): Ended {
  return { outcome, occurrences: 1, reason: null, exception: null, evidence: {}, ...given };
}

export function fakeContact(given: Partial<Contact> = {}): Contact {
  return {
    answers: 1,
    remoteAddresses: ["127.0.0.1"],
    headers: {},
    traceEchoes: 0,
    serverDateMs: null,
    clockOffsetMs: null,
    ...given,
  };
}

/** What a clean run says, for tests. */
export function fakeObserved(given: Partial<Observed> = {}): Observed {
  return {
    steps: [fakeObservedStep()],
    requests: 1,
    responses: 1,
    badResponses: 0,
    exceptions: [],
    failures: [],
    aborted: null,
    thresholdsCrossed: [],
    thresholdsWithoutSamples: [],
    journeyEnded: true,
    lastError: null,
    unreadableLines: 0,
    tooManySteps: false,
    logs: [],
    revision: null,
    contact: fakeContact(),
    journeyMs: null,
    ...given,
  };
}

/** A case whose verdict is `up`, for tests. */
export function fakeCase(given: Partial<Omit<Case, "observed">> & { observed?: Partial<Observed> } = {}): Case {
  return {
    result: results.clean,
    declaration: { steps: { "sign-in": { needs: [], budgetMs: 3_000, limitsMs: {} } }, budgetMs: null },
    budgets: {},
    budgetMs: null,
    canaryReached: null,
    ...given,
    observed: fakeObserved(given.observed),
  };
}
