import { createHistogram } from "./histogram.ts";

/** How one run, or one step of a run, counts. */
export interface Counted {
  /** `null`: confirmations and maintenance, which no uptime counts. */
  as: "up" | "degraded" | "down" | "unmeasured" | null;
  /** `probe_run.state`. */
  state: 0 | 1 | 2 | 3;
  /** `null`: nothing was timed. */
  durationMs: number | null;
  budgetMs: number | null;
}

export interface Tally {
  add(counted: Counted): void;
  /** Of a roll-up's point. `sparse`: buckets with nothing in them are left out. */
  fields(form: "sparse" | "full"): Record<string, number | null>;
}

/** Adds up what one span of one series holds. */
export function createTally(): Tally {
  const sums = { runs: 0, up: 0, degraded: 0, down: 0, unmeasured: 0, worst_state: 0 };
  const durations = createHistogram();
  let highestBudgetMs: number | null = null;

  return {
    add({ as, state, durationMs, budgetMs }) {
      if (as !== null) {
        sums.runs += 1;
        sums[as] += 1;
      }
      sums.worst_state = Math.max(sums.worst_state, state);
      if (durationMs !== null) durations.add(durationMs);
      if (budgetMs !== null) highestBudgetMs = Math.max(highestBudgetMs ?? 0, budgetMs);
    },
    fields: (form) => ({
      ...sums,
      count: durations.count(),
      sum_ms: durations.sum(),
      max_ms: durations.max(),
      budget_ms: highestBudgetMs,
      ...durations.buckets(form),
    }),
  };
}
