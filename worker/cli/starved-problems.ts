import type { Config } from "../contract/config.ts";
import type { Problem } from "../contract/problem.ts";
import { formatDuration } from "../kit/duration.ts";
import { findStarved } from "../schedule/starved.ts";

/** Quiet times that leave another probe no run at all. */
export function starvedProblems({ probes, location }: Config, file: string, nowMs: number): Problem[] {
  return findStarved(probes, location, nowMs).map(({ probe, holders }) => {
    const [first, ...more] = holders;
    const together = more.length > 0 ? `, together with that of ${more.map(({ name }) => name).join(", ")}` : "";
    return {
      file,
      path: `probes.${first?.name}.quiet`,
      found: `${formatDuration(first?.quietMs ?? 0)}, which holds every run of ${probe.name}${together}`,
      expected: `a quiet time that leaves every probe of ${probe.target} some of its ticks: make it shorter, or run ${probe.name} at other times`,
      paste: null,
    };
  });
}
