import type { Config } from "../contract/config.ts";
import {
  type Comparison,
  type LoadMeasure,
  type LoadSummary,
  type LoadWindow,
  type PlannedStage,
  loadMeasures,
} from "../contract/load.ts";
import { compareRuns } from "../load/compare.ts";
import { seededRandom } from "../load/random.ts";
import { plannedStages, plateausOf } from "../load/stages.ts";
import type { LoadRecord } from "../report/load/load-report.ts";
import { knownProfiles } from "./load-profile.ts";

/** Any; the same for every comparison, so that one that is made again says the same. */
const seed = 20_251_125;

/** The baseline against a later run. Windows of ramps are left out where the profile is known. */
export function compareLoads(
  baseline: LoadRecord,
  current: LoadRecord,
  config: Pick<Config, "load">,
  measures: readonly LoadMeasure[] = loadMeasures,
): Comparison {
  return compareRuns(plateaus(baseline, config), plateaus(current, config), { random: seededRandom(seed), measures });
}

function plateaus({ summary, windows }: LoadRecord, config: Pick<Config, "load">): (readonly LoadWindow[])[] {
  const stages = stagesOf(summary, config);
  const steady = stages === null ? [] : plateausOf(windows, stages, beganAtMs(summary));
  if (steady.length > 0) return steady;
  // The first and the last window hold less than 5 seconds.
  return windows.length > 2 ? [windows.slice(1, -1)] : [windows];
}

function stagesOf({ profile, ratePerS }: LoadSummary, config: Pick<Config, "load">): PlannedStage[] | null {
  const known = knownProfiles(config).find(({ name }) => name === profile);
  return known ? plannedStages(known, ratePerS) : null;
}

/** When load began: k6 takes a moment to make its users. */
export function beganAtMs({ totals, startedAtMs }: Pick<LoadSummary, "totals" | "startedAtMs">): number {
  return totals.firstMs ?? startedAtMs;
}
