import { numberOfState, stateOfVerdict } from "../contract/measurements.ts";
import type { RollupRun, RollupStep } from "../contract/rollup.ts";
import type { Outcome } from "../contract/words.ts";
import type { Counted } from "./rollup-tally.ts";

/** A run that measured nothing has no duration of the target's. */
export function countRun(run: RollupRun): Counted {
  const state = stateOfVerdict[run.verdict];
  return { as: isCounted(run) ? wordOf[state] : null, state, durationMs: state === 0 ? null : run.durationMs, budgetMs: null };
}

/** In a run whose fault is ours no step counts for or against the target. */
export function countStep(run: RollupRun, { outcome, durationMs, budgetMs }: RollupStep): Counted {
  const state = stateOfVerdict[run.verdict] === 0 ? 0 : stateOfOutcome[outcome];
  return { as: isCounted(run) ? wordOf[state] : null, state, durationMs, budgetMs };
}

/** How many runs met a starting instance and a warm one, and how long those of each kind took together. */
export function countStarts(runs: readonly RollupRun[]) {
  const starts = { cold: 0, cold_sum_ms: 0, warm: 0, warm_sum_ms: 0 };
  for (const { cold, durationMs } of runs.filter(({ verdict }) => stateOfVerdict[verdict] !== 0)) {
    if (cold === null) continue;
    const kind = cold ? "cold" : "warm";
    starts[kind] += 1;
    starts[`${kind}_sum_ms`] += durationMs;
  }
  return starts;
}

/** A confirmation would count a failure twice. */
function isCounted({ attempt, maintenance }: RollupRun): boolean {
  return attempt === 1 && !maintenance;
}

const wordOf = ["unmeasured", "up", "degraded", "down"] as const;

const stateOfOutcome: Record<Outcome, 0 | 1 | 2 | 3> = {
  passed: numberOfState.up,
  degraded: numberOfState.degraded,
  failed: numberOfState.down,
  blocked: numberOfState.unknown,
  "not-reached": numberOfState.unknown,
};
