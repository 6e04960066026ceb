import type { Run } from "../contract/run.ts";

/** A run as `sonde once --json` prints it. Times of day are ISO 8601, durations milliseconds. */
export function runJson(run: Run) {
  return {
    probe: run.probe,
    target: run.target,
    location: run.location,
    runId: run.id,
    traceId: run.traceId,
    verdict: run.verdict,
    blame: run.blame,
    cause: run.cause,
    startedAt: new Date(run.startedAtMs).toISOString(),
    durationMs: run.durationMs,
    journeyMs: run.journeyMs,
    budgetMs: run.budgetMs,
    cold: run.cold,
    contact: run.contact,
    steps: run.steps.map(({ name, outcome, durationMs, cause, checks, measures }) => ({
      name,
      outcome,
      durationMs,
      cause,
      checks: checks.map(({ name, passed, observed }) => ({ name, passed, observed })),
      measures,
    })),
  };
}
