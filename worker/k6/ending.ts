import type { KilledBy } from "../contract/result.ts";

/** Why we ended k6. */
export type Ending = { kind: "marker" } | { kind: "timeout" } | { kind: "kill"; by: KilledBy; detail: string };
