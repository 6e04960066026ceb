import type { Probe } from "../contract/config.ts";

/** A probe that no configuration names and no schedule runs. */
export function probeByHand(given: Pick<Probe, "name" | "journey" | "target" | "timeoutMs" | "env">): Probe {
  return {
    ...given,
    schedule: { kind: "every", everyMs: 60_000 },
    budgets: {},
    budgetMs: null,
    quietMs: null,
    confirm: 1,
    recover: 1,
    maxRunsPerDay: null,
    labels: {},
  };
}
