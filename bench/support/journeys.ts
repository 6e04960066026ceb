import { fileURLToPath } from "node:url";

/** Absolute paths of the journeys that are measured. */
export const journeys = {
  /** Two requests: the least that a probe does. */
  health: fileURLToPath(new URL("../../probes/health.ts", import.meta.url)),
  /** Four requests and a socket. */
  visit: fileURLToPath(new URL("../journeys/visit.ts", import.meta.url)),
};
