import type { Probe } from "../contract/config.ts";
import type { Store } from "../store/open.ts";
import type { ProbeRow } from "./screen.ts";

const shownRuns = 16;

/** The table of probes as the store knows it. */
export function probeRows(probes: readonly Probe[], store: Store, next: (probe: Probe) => ProbeRow["next"]): ProbeRow[] {
  return probes.map((probe) => ({
    probe,
    state: store.states(probe.target).get(probe.name) ?? null,
    runs: store.summaries(probe.name, probe.target, shownRuns).toReversed(),
    next: next(probe),
  }));
}
