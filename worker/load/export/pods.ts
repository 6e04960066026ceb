import type { LoadProfile } from "../../contract/load.ts";

/** How much load there is, at its highest. */
export interface PeakLoad {
  /** Iterations per second of all journeys together. */
  ratePerS: number;
  vus: number;
}

/** What one pod of a few cores makes without being the bottleneck itself; a script that computes much makes less. */
const defaultPod: PeakLoad = { ratePerS: 200, vus: 500 };

/** The highest rate that a profile reaches, in iterations per second, within its limits. `ratePerS`: what 1 stands for. */
export function peakRate({ startTarget, stages, limits }: LoadProfile, ratePerS: number): number {
  return Math.min(limits.ratePerS, Math.max(startTarget, ...stages.map(({ target }) => target)) * ratePerS);
}

/** How many pods share the load: k6 gives each an equal part. At least one, and never more than there are VUs to share out. */
export function podsFor(peak: PeakLoad, pod: PeakLoad = defaultPod): number {
  const wanted = Math.max(Math.ceil(peak.ratePerS / pod.ratePerS), Math.ceil(peak.vus / pod.vus), 1);
  return Math.min(wanted, Math.max(1, Math.floor(peak.vus)));
}
