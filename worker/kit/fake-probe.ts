import type { Probe } from "../contract/config.ts";

/** A probe that runs every minute on the minute, for tests. */
export function fakeProbe(given: Partial<Probe> = {}): Probe {
  return {
    name: "chat",
    journey: `/probes/${given.name ?? "chat"}.ts`,
    target: "staging",
    schedule: { kind: "cron", cron: "* * * * *", timeZone: "UTC" },
    timeoutMs: 30_000,
    budgets: {},
    budgetMs: null,
    quietMs: null,
    confirm: 2,
    recover: 2,
    maxRunsPerDay: null,
    labels: {},
    env: {},
    ...given,
  };
}
