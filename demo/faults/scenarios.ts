/** A day in the life of a staging environment, to be played again. */
export interface Scenario {
  /** One sentence: what was found. */
  says: string;
  /** Names of the catalogue. */
  faults: readonly string[];
  /** Of the backend that was deployed then. */
  revision: string;
}

/** Name to scenario: the iterations of the test loop on 2025-09-07, and the day when all was well. */
export const scenarios: ReadonlyMap<string, Scenario> = new Map(
  Object.entries<Scenario>({
    healthy: { says: "Everything works.", faults: [], revision: "backend-00045-fzx" },
    "iteration-0": {
      says: "The WebSocket manager is created at import time: start-up fails in phase 6.",
      faults: ["websocket-manager-at-import"],
      revision: "backend-00040-kqd",
    },
    "iteration-1": {
      says: "The WebSocket manager is mended; now the validator refuses the database's host and password: the worker never boots.",
      faults: ["database-host-missing", "database-password-rejected"],
      revision: "backend-00041-htw",
    },
    "iteration-3": {
      says: "The validator is content; sign-in works, dashboard and chat answer 503 after many seconds, no WebSocket opens.",
      faults: ["database-unreachable", "websocket-rejected"],
      revision: "backend-00043-mvb",
    },
  }),
);
