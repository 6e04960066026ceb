import type { Step } from "../contract/run.ts";

const coldUptimeSeconds = 60;

/**
 * Whether a run met an instance that had to be started. A journey that looked into it has the last word, by its measure `cold`; else
 * an instance that is up for less than a minute is cold. `null`: nothing told.
 */
export function isCold(steps: readonly Pick<Step, "measures">[]): boolean | null {
  const told = valuesOf(steps, "cold");
  if (told.length > 0) return Math.max(...told) > 0;
  const uptimes = valuesOf(steps, "uptime_s");
  return uptimes.length > 0 ? Math.min(...uptimes) < coldUptimeSeconds : null;
}

function valuesOf(steps: readonly Pick<Step, "measures">[], name: "cold" | "uptime_s"): number[] {
  return steps.flatMap(({ measures }) => measures[name] ?? []);
}
