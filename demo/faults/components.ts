import type { Fault } from "./fault.ts";

/** What goes wrong behind a backend that runs. */
export const componentFaults = {
  "database-unreachable": {
    says: "Sign-in works; dashboard and profile answer 503 after 4.5 to 10.3 s, chat after 7.5 to 16.4 s; health is fine.",
    conditions: { postgres: "unreachable" },
  },
  "pool-exhausted": {
    says: "Sign-in works; whatever needs the database answers 503 after 5 s: no connection of the pool becomes free.",
    conditions: { postgres: "exhausted" },
  },
  "llm-rate-limited": {
    says: "Chat answers 503 with retry-after (over the WebSocket an error rate_limited); the rest is fine.",
    conditions: { llm: "rate-limited" },
  },
  "llm-slow": {
    says: "Chat answers well, but after 22 to 28 s; its first events come at once.",
    conditions: { llm: "slow" },
  },
  "stale-dashboard": {
    says: "The dashboard is a cached copy, two hours old: threads that were written since are missing.",
    conditions: { cache: "stale" },
  },
} as const satisfies Record<string, Fault>;
