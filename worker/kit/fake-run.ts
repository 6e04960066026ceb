import type { Run, Step } from "../contract/run.ts";

const noTimings = { blockedMs: null, connectingMs: null, tlsMs: null, sendingMs: null, waitingMs: null, receivingMs: null };

/** A step that passed, for tests. */
export function fakeStep(given: Partial<Step> = {}): Step {
  return {
    name: "sign-in",
    outcome: "passed",
    count: 1,
    startedAtMs: 1_700_000_000_010,
    durationMs: 120,
    budgetMs: 3_000,
    cause: null,
    timings: { ...noTimings, waitingMs: 110.5 },
    status: 200,
    closeCode: null,
    bytesReceived: 512,
    remoteAddress: "127.0.0.1:4620",
    checks: [{ name: "status is 200", passed: true, passes: 1, fails: 0, observed: null }],
    measures: {},
    requests: [],
    evidence: null,
    ...given,
  };
}

/** A run that was up, for tests. */
export function fakeRun(given: Partial<Run> = {}): Run {
  return {
    id: "018bcfe5-6800-7000-8000-000000000001",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    probe: "auth",
    target: "demo",
    location: "here",
    journey: "/sonde/probes/auth.ts",
    trigger: "schedule",
    attempt: 1,
    scheduledAtMs: 1_700_000_000_000,
    startedAtMs: 1_700_000_000_000,
    endedAtMs: 1_700_000_000_412,
    durationMs: 412,
    latenessMs: 3,
    verdict: "up",
    blame: null,
    cause: null,
    failedStep: null,
    steps: [fakeStep()],
    logs: [],
    maintenance: false,
    confirmedDown: false,
    revision: null,
    cold: null,
    contact: null,
    journeyMs: null,
    budgetMs: null,
    tlsDaysLeft: null,
    k6CpuMs: null,
    loadRunId: null,
    ...given,
  };
}
