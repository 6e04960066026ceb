import type { LoadRecord, LoadReport } from "../report/load/load-report.ts";
import type { Store } from "../store/open.ts";

/** A stored load run as a report tells it, with what single users felt; `null`: there is none. Without `baseline` the stored one is looked up. */
export function reportOf(idOrPrefix: string, store: Pick<Store, "loads">, baseline?: LoadRecord | null): LoadReport | null {
  const { loads } = store;
  const found = loads.find(idOrPrefix);
  if (found === null) return null;
  const { summary, environment } = found;
  return {
    run: { summary, windows: loads.windows(summary.id) },
    baseline: baseline === undefined ? recordOf(summary.baselineId, store) : baseline,
    environment,
    probes: loads.felt(summary.id),
  };
}

export function recordOf(id: string | null, { loads }: Pick<Store, "loads">): LoadRecord | null {
  const found = id === null ? null : loads.find(id);
  return found && { summary: found.summary, windows: loads.windows(found.summary.id) };
}
