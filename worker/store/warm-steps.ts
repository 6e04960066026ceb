import { z } from "zod";
import type { Database } from "./database.ts";

/** The newest runs that tell what is usual. */
const mostRuns = 20;

/** As `runs_warm` has them. */
export const newestWarm =
  "SELECT seq FROM runs WHERE probe = ? AND target = ? AND verdict = 'up' AND cold IS NOT 1 ORDER BY started_at_ms DESC LIMIT ?";

const row = z.object({ name: z.string(), durationMs: z.number() });

/** Step name to the median of its milliseconds in the last runs of a probe that were up and did not meet a cold instance. */
export function warmSteps(db: Database, target: string, probe: string): Record<string, number> {
  const found = db
    .all(
      `SELECT name, duration_ms AS durationMs FROM steps WHERE run IN (${newestWarm}) AND duration_ms IS NOT NULL`,
      probe,
      target,
      mostRuns,
    )
    .flatMap((given) => {
      const { success, data } = row.safeParse(given);
      return success ? [data] : [];
    });
  const byStep = Map.groupBy(found, ({ name }) => name);
  return Object.fromEntries([...byStep].map(([name, timed]) => [name, medianOf(timed.map(({ durationMs }) => durationMs))]));
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
