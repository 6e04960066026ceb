import type { Point } from "../contract/measurements.ts";
import type { ProbeState, Run, Skip, StateChange, Step } from "../contract/run.ts";
import type { StoredLeftover } from "./leftovers.ts";

export const startMs = 1_700_000_000_000;

/** A step with something in every field, for tests. */
export function fakeStep(given: Partial<Step> = {}): Step {
  return {
    name: "dashboard",
    outcome: "failed",
    count: 2,
    startedAtMs: startMs + 10.25,
    durationMs: 4_512.5,
    budgetMs: 5_000,
    cause: "status (503) is 200",
    timings: { blockedMs: 0.5, connectingMs: 0.25, tlsMs: null, sendingMs: 0.01, waitingMs: 4_500, receivingMs: 1 },
    status: 503,
    closeCode: null,
    bytesReceived: 512,
    remoteAddress: "127.0.0.1:4620",
    checks: [
      { name: "status is 200", passed: false, passes: 1, fails: 1, observed: "status (503) is 200" },
      { name: "has a body", passed: true, passes: 2, fails: 0, observed: null },
    ],
    measures: { first_byte_ms: 4_500.125, threads: 0 },
    requests: [
      { name: "GET /dashboard", method: "GET", status: 503, durationMs: 4_512.5, remoteAddress: "127.0.0.1:4620", error: null },
      { name: "GET /me", method: "GET", status: 0, durationMs: 0, remoteAddress: null, error: "dial: connection refused" },
    ],
    evidence: {
      status: 503,
      remoteAddress: "127.0.0.1:4620",
      body: 'Startup "in progress" ☃\n',
      headers: { "x-revision": "7" },
      messages: ["one", "two"],
    },
    ...given,
  };
}

/** A run with something in every field, for tests. */
export function fakeRun(given: Partial<Run> = {}): Run {
  return {
    id: "018bcfe5-6800-7000-8000-000000000001",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    probe: "chat",
    target: "demo",
    location: "here",
    journey: "/sonde/probes/chat.ts",
    trigger: "confirm",
    attempt: 2,
    scheduledAtMs: startMs - 3,
    startedAtMs: startMs,
    endedAtMs: startMs + 4_700,
    durationMs: 4_699.875,
    latenessMs: 3.5,
    verdict: "down",
    blame: "target",
    cause: "dashboard: status (503) is 200",
    failedStep: "dashboard",
    steps: [
      fakeStep(),
      fakeStep({ name: "chat", outcome: "blocked", startedAtMs: null, durationMs: null, budgetMs: null, status: null }),
      fakeStep({ name: "websocket", outcome: "not-reached", checks: [], requests: [], measures: {}, evidence: null }),
    ],
    logs: [{ level: "error", message: "Uncaught\nfrom a journey", atMs: startMs + 4_000 }],
    maintenance: false,
    confirmedDown: true,
    revision: "backend-00042",
    cold: true,
    contact: {
      answers: 3,
      remoteAddresses: ["127.0.0.1"],
      headers: { server: "demo", "x-request-id": "r-1" },
      traceEchoes: 2,
      serverDateMs: startMs + 4_000,
      clockOffsetMs: -12.5,
    },
    journeyMs: 4_600.5,
    budgetMs: 20_000,
    tlsDaysLeft: -2,
    k6CpuMs: 57.5,
    loadRunId: null,
    ...given,
  };
}

/** Run number `number` of a probe, a minute after the one before. */
export function fakeRunNumber(number: number, given: Partial<Run> = {}): Run {
  const id = `018bcfe5-6800-7000-8000-${String(number).padStart(12, "0")}`;
  return fakeRun({ id, startedAtMs: startMs + number * 60_000, ...given });
}

export function fakePoint(number: number, given: Partial<Point> = {}): Point {
  return {
    measurement: "probe_run",
    tags: { target: "demo", probe: "chat" },
    fields: { duration_ms: number, cause: 'said "no" ☃' },
    timestampNs: `1700000000${String(number).padStart(9, "0")}`,
    ...given,
  };
}

export const fakeState: ProbeState = { state: "up", sinceMs: startMs, cause: null, pending: { state: "down", count: 1 } };

export const fakeChange: StateChange = {
  probe: "chat",
  target: "demo",
  from: "up",
  to: "down",
  atMs: startMs,
  cause: "dashboard: status (503) is 200",
};

export const fakeSkip: Skip = { probe: "chat", target: "demo", scheduledAtMs: startMs, ticks: 1, reason: "overlap" };

export const fakeLeftover: Omit<StoredLeftover, "createdMs"> = {
  target: "demo",
  kind: "account",
  name: "probe+sonde-1@demo.example",
  runId: "018bcfe5-6800-7000-8000-000000000001",
  probe: "first-time-user",
};
