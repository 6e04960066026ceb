import type { JourneyDeclaration, Probe } from "../contract/config.ts";
import { outcomes, states, verdicts } from "../contract/words.ts";

/** Steps that a run of a script without the kit may have: more are an error of the script. */
const mostSteps = 100;

export interface SeriesCount {
  /** The worker's own included. */
  total: number;
  /** The three probes with the most. */
  largest: { probe: string; series: number }[];
}

/** How many series InfluxDB gets at most: tags have no values but those of the configuration. */
export function seriesOf(probes: readonly Probe[], declarations: ReadonlyMap<string, JourneyDeclaration | null>): SeriesCount {
  const counted = probes.map(({ name, journey }) => {
    const declaration = declarations.get(journey) ?? null;
    const steps = declaration === null ? mostSteps : Object.keys(declaration.steps).length;
    return { probe: name, series: verdicts.length + states.length + steps * outcomes.length };
  });
  return {
    total: counted.reduce((sum, { series }) => sum + series, 1),
    largest: counted.toSorted((a, b) => b.series - a.series).slice(0, 3),
  };
}
