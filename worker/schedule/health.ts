import { basename } from "node:path";
import type { Probe } from "../contract/config.ts";

/** Per target the probe that tells soonest how it is: the one named `health`, else the first whose journey is `health.*`. */
export function healthProbes(probes: readonly Probe[]): Probe[] {
  return Object.values(Object.groupBy(probes, ({ target }) => target)).flatMap((ofTarget = []) => {
    const health = ofTarget.find(({ name }) => name === "health") ?? ofTarget.find(hasHealthJourney);
    return health ? [health] : [];
  });
}

function hasHealthJourney({ journey }: Probe): boolean {
  return basename(journey).startsWith("health.");
}
