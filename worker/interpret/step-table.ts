import type { StepEnd } from "../contract/markers.ts";
import type { EndedStep, ObservedStep } from "../contract/observed.ts";
import type { Check, Request } from "../contract/run.ts";

/** More would make more series than anybody configured, and more rows than anybody reads. */
const maxSteps = 100;
const maxRequestsPerStep = 100;
const maxChecksPerStep = 200;
const maxDurations = 10_000;
const maxMeasures = 100;

/** Collects what belongs to each step, within bounds. */
export interface StepTable {
  steps: ObservedStep[];
  tooMany: boolean;
  /** `null` when the step is one too many. */
  at(name: string, atMs: number): ObservedStep | null;
}

export function createStepTable(): StepTable {
  const byName = new Map<string, ObservedStep>();
  const table: StepTable = {
    steps: [],
    tooMany: false,
    at(name, atMs) {
      const known = byName.get(name);
      if (known) return known;
      if (table.steps.length >= maxSteps) {
        table.tooMany = true;
        return null;
      }
      const step = emptyStep(name, atMs);
      byName.set(name, step);
      table.steps.push(step);
      return step;
    },
  };
  return table;
}

export function emptyStep(name: string, atMs: number): ObservedStep {
  return {
    name,
    started: 0,
    lastStartedAtMs: atMs,
    firstStartedAtMs: atMs,
    ended: null,
    open: false,
    durationsMs: [],
    timings: { blockedMs: null, connectingMs: null, tlsMs: null, sendingMs: null, waitingMs: null, receivingMs: null },
    status: null,
    closeCode: null,
    bytesReceived: null,
    remoteAddress: null,
    checks: [],
    requests: [],
    network: null,
    measures: {},
  };
}

export function addStart(step: ObservedStep, atMs: number): void {
  if (step.started === 0) step.firstStartedAtMs = atMs;
  step.started += 1;
  step.lastStartedAtMs = atMs;
}

export function addDuration(step: ObservedStep, ms: number): void {
  if (step.durationsMs.length < maxDurations) step.durationsMs.push(ms);
}

export function addRequest(step: ObservedStep, request: Request): void {
  step.status = request.status;
  step.remoteAddress = request.remoteAddress ?? step.remoteAddress;
  // The last one is what a failed check looked at, and what an exception came after.
  if (step.requests.length >= maxRequestsPerStep) step.requests.pop();
  step.requests.push(request);
}

export function addCheck(step: ObservedStep, name: string, passed: boolean, observed: string | null): void {
  let check: Check | undefined = step.checks.find((known) => known.name === name);
  if (!check) {
    if (step.checks.length >= maxChecksPerStep && !makeRoom(step, passed)) return;
    check = { name, passed: true, passes: 0, fails: 0, observed: null };
    step.checks.push(check);
  }
  if (passed) {
    check.passes += 1;
    return;
  }
  check.fails += 1;
  check.passed = false;
  check.observed ??= observed;
}

/** A failed check must not be lost among passed ones. */
function makeRoom({ checks }: ObservedStep, passed: boolean): boolean {
  const spare = passed ? -1 : checks.findLastIndex((known) => known.passed);
  if (spare < 0) return false;
  checks.splice(spare, 1);
  return true;
}

const badness = { passed: 0, blocked: 1, failed: 2 } as const;

export function addEnd(step: ObservedStep, end: StepEnd): void {
  if (end.outcome !== "blocked") addDuration(step, end.durationMs);
  const { outcome, reason, exception, evidence } = end;
  const ended: EndedStep = { outcome, reason, exception, evidence, occurrences: (step.ended?.occurrences ?? 0) + 1 };
  const isWorst = step.ended === null || badness[outcome] >= badness[step.ended.outcome];
  step.ended = isWorst ? ended : { ...step.ended!, occurrences: ended.occurrences };
  if (outcome === "failed") step.network ??= end.network;
  step.remoteAddress = evidence.remoteAddress ?? step.remoteAddress;
  step.closeCode = evidence.closeCode ?? step.closeCode;
  step.status ??= evidence.upgradeStatus ?? null;
  if (end.bytesReceived !== null) step.bytesReceived = (step.bytesReceived ?? 0) + end.bytesReceived;
  for (const [name, value] of Object.entries(end.measures)) addMeasure(step, name, value);
}

function addMeasure({ measures }: ObservedStep, name: string, value: number): void {
  if (Object.hasOwn(measures, name) || Object.keys(measures).length < maxMeasures) measures[name] = value;
}
