import type { Config, JourneyDeclaration } from "../contract/config.ts";
import { rolledUpMeasures } from "../contract/measurements.ts";
import { rollupSpans } from "../contract/rollup.ts";
import { outcomes, states, verdicts } from "../contract/words.ts";

/** Steps that a run of a script without the kit may have: more are an error of the script. */
const mostSteps = 100;
const spans = Object.keys(rollupSpans).length;
/** Its iterations, and its incidents while they are open and when they are over. */
const seriesOfTarget = 1 + 2;
const seriesOfWorker = 1;

export interface SeriesCount {
  /** Of all probes and targets, and the worker's own. */
  total: number;
  /** Those of the total that are roll-ups. */
  rollups: number;
  /** The three probes with the most. */
  largest: { probe: string; series: number }[];
}

/**
 * How many series InfluxDB gets at most: tags have no values but those of the configuration. A step counts with every measure there is,
 * since a declaration does not tell which ones it takes; scripts without the kit take none.
 */
export function seriesOf(
  { probes, targets }: Pick<Config, "probes"> & { targets: Readonly<Record<string, unknown>> },
  declarations: ReadonlyMap<string, JourneyDeclaration | null>,
): SeriesCount {
  const counted = probes.map(({ name, journey }) => {
    const declaration = declarations.get(journey) ?? null;
    const steps = declaration === null ? mostSteps : Object.keys(declaration.steps).length;
    const measures = declaration === null ? 0 : rolledUpMeasures.length;
    const rollups = spans * (1 + steps * (1 + measures));
    return { probe: name, rollups, series: verdicts.length + states.length + steps * outcomes.length + rollups };
  });
  const others = Object.keys(targets).length * seriesOfTarget + seriesOfWorker;
  return {
    total: counted.reduce((sum, { series }) => sum + series, others),
    rollups: counted.reduce((sum, { rollups }) => sum + rollups, 0),
    largest: counted
      .toSorted((a, b) => b.series - a.series)
      .slice(0, 3)
      .map(({ probe, series }) => ({ probe, series })),
  };
}
