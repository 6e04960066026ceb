import type { Config } from "../contract/config.ts";
import type { Store } from "../store/open.ts";
import type { UsualMs } from "./load-prepare.ts";

const runs = 20;

/** How long the runs of a journey's probe usually take: the median of the last ones that were up. Those of load runs do not count. */
export function usualFrom(store: Pick<Store, "summaries">, { target }: Pick<Config, "target">): UsualMs {
  return ({ probe }) => {
    if (probe === null) return null;
    const durations = store
      .summaries(probe.name, target, runs)
      .filter(({ verdict }) => verdict === "up")
      .map(({ durationMs }) => durationMs)
      .sort((a, b) => a - b);
    return durations[Math.floor(durations.length / 2)] ?? null;
  };
}
