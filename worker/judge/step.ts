import type { JourneyDeclaration } from "../contract/config.ts";
import type { Observed, ObservedStep } from "../contract/observed.ts";
import type { Check, Step } from "../contract/run.ts";
import type { Outcome } from "../contract/words.ts";
import { formatDuration } from "../kit/duration.ts";
import { percentile } from "./percentile.ts";

/** What a run was held to. */
export interface Standard {
  /** `null`: a plain k6 script. */
  declaration: JourneyDeclaration | null;
  /** Step name to milliseconds; overrides the declaration. */
  budgets: Record<string, number>;
  /** Of the whole journey, in milliseconds; overrides the declaration. `null`: what that says. */
  budgetMs: number | null;
}

/** What the whole journey is held to; `null`: nothing. */
export function journeyBudgetOf({ budgetMs, declaration }: Standard): number | null {
  return budgetMs ?? declaration?.budgetMs ?? null;
}

/** Every observed step with its outcome, and every declared one that was not reached. `hung`: the run was cut off by us. */
export function judgeSteps(observed: Observed, standard: Standard, hung: boolean): Step[] {
  const seen = observed.steps.map((step) => judgeStep(step, standard, hung));
  const missing = Object.keys(standard.declaration?.steps ?? {}).filter((name) => !seen.some((step) => step.name === name));
  return [...seen, ...missing.map((name) => notReached(name, budgetOf(name, standard)))];
}

function judgeStep(step: ObservedStep, standard: Standard, hung: boolean): Step {
  const durationMs = percentile(step.durationsMs, 95);
  const budgetMs = budgetOf(step.name, standard);
  const { outcome, cause } = outcomeOf(step, hung) ?? paceOf(step, durationMs, budgetMs, limitsOf(step.name, standard));
  return {
    name: step.name,
    outcome,
    count: Math.max(step.started, 1),
    startedAtMs: step.firstStartedAtMs,
    durationMs,
    budgetMs,
    cause,
    timings: step.timings,
    status: step.status,
    closeCode: step.closeCode,
    bytesReceived: step.bytesReceived,
    remoteAddress: step.remoteAddress,
    checks: step.checks,
    measures: step.measures,
    requests: step.requests,
    evidence: step.ended?.evidence ?? null,
  };
}

interface Judged {
  outcome: Outcome;
  cause: string | null;
}

/** What was wrong with a step, whatever time it took; `null`: nothing. */
function outcomeOf(step: ObservedStep, hung: boolean): Judged | null {
  if (step.network !== null) return { outcome: "failed", cause: step.network };
  const failed = step.checks.find((check) => !check.passed);
  if (failed) return { outcome: "failed", cause: causeOf(failed, step) };
  if (step.ended?.outcome === "failed")
    return { outcome: "failed", cause: step.ended.reason ?? step.ended.exception ?? "failed without a reason" };
  if (step.open) return { outcome: hung ? "failed" : "not-reached", cause: "did not end" };
  if (step.ended?.outcome === "blocked") return { outcome: "blocked", cause: step.ended.reason };
  return null;
}

function paceOf(
  { measures }: ObservedStep,
  durationMs: number | null,
  budgetMs: number | null,
  limitsMs: Record<string, number>,
): Judged {
  if (durationMs !== null && budgetMs !== null && durationMs > budgetMs)
    return { outcome: "degraded", cause: `took ${formatDuration(durationMs)}, budget ${formatDuration(budgetMs)}` };
  for (const [name, limitMs] of Object.entries(limitsMs)) {
    const ms = own(measures, name) ?? 0;
    if (ms > limitMs)
      return { outcome: "degraded", cause: `${name} took ${formatDuration(ms)}, limit ${formatDuration(limitMs)}` };
  }
  return { outcome: "passed", cause: null };
}

/** The kit's own words say all; of a plain script only the check's name says what was wanted. */
function causeOf({ name, observed }: Check, { ended, open }: ObservedStep): string {
  const isOfKit = ended !== null || open;
  if (observed !== null && isOfKit) return observed;
  return `check "${name}" failed${observed === null ? "" : `: ${observed}`}`;
}

function budgetOf(name: string, { budgets, declaration }: Standard): number | null {
  return own(budgets, name) ?? own(declaration?.steps ?? {}, name)?.budgetMs ?? null;
}

function limitsOf(name: string, { declaration }: Standard): Record<string, number> {
  return own(declaration?.steps ?? {}, name)?.limitsMs ?? {};
}

/** A step may be named `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function notReached(name: string, budgetMs: number | null): Step {
  return {
    name,
    outcome: "not-reached",
    count: 0,
    startedAtMs: null,
    durationMs: null,
    budgetMs,
    cause: "the run ended first",
    timings: { blockedMs: null, connectingMs: null, tlsMs: null, sendingMs: null, waitingMs: null, receivingMs: null },
    status: null,
    closeCode: null,
    bytesReceived: null,
    remoteAddress: null,
    checks: [],
    measures: {},
    requests: [],
    evidence: null,
  };
}
