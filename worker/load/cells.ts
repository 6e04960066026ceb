import type { LoadWindow } from "../contract/load.ts";
import { triesOf } from "./counts.ts";
import { type Subject, loadOf } from "./measure.ts";

/** What one window says of a subject, in the numbers that a comparison adds up. */
export interface Cell {
  seconds: number;
  occurrences: number;
  tried: number;
  failed: number;
  checks: number;
  checksPassed: number;
  /** Durations: how many are zero, and the sketch's bins. */
  zeros: number;
  firstKey: number;
  counts: readonly number[];
}

/** A window in which nothing of the subject was seen is a cell of zeros: that is what it measured. */
export function cellsOf(windows: readonly LoadWindow[], subject: Subject): Cell[] {
  return windows.map(({ journeys, durationMs }) => {
    const load = loadOf(journeys, subject);
    const seconds = durationMs / 1_000;
    if (load === null)
      return { seconds, occurrences: 0, tried: 0, failed: 0, checks: 0, checksPassed: 0, zeros: 0, firstKey: 0, counts: [] };
    const { counts, occurrences, duration } = load;
    return {
      seconds,
      occurrences,
      ...triesOf(counts),
      checks: counts.checks,
      checksPassed: counts.checks - counts.checksFailed,
      zeros: duration?.sketch.zeros ?? 0,
      firstKey: duration?.sketch.positive.firstKey ?? 0,
      counts: duration?.sketch.positive.counts ?? [],
    };
  });
}

/** Windows added up, each as often as its weight says. */
export interface Sum extends Omit<Cell, "counts"> {
  counts: Float64Array;
  /** Durations, all of them. */
  durations: number;
}

/** Makes sums over the same cells, one after the other in the same memory. */
export function createSummer(cells: readonly Cell[]): (weights: ArrayLike<number>) => Sum {
  const filled = cells.filter(({ counts }) => counts.length > 0);
  const firstKey = Math.min(...filled.map((cell) => cell.firstKey));
  const lastKey = Math.max(...filled.map((cell) => cell.firstKey + cell.counts.length - 1));
  const bins = new Float64Array(filled.length === 0 ? 0 : lastKey - firstKey + 1);
  return (weights) => {
    bins.fill(0);
    const sum: Sum = {
      seconds: 0,
      occurrences: 0,
      tried: 0,
      failed: 0,
      checks: 0,
      checksPassed: 0,
      zeros: 0,
      firstKey,
      counts: bins,
      durations: 0,
    };
    cells.forEach((cell, at) => {
      const weight = weights[at] ?? 0;
      if (weight > 0) addCell(sum, cell, weight);
    });
    return sum;
  };
}

function addCell(sum: Sum, cell: Cell, weight: number): void {
  sum.seconds += cell.seconds * weight;
  sum.occurrences += cell.occurrences * weight;
  sum.tried += cell.tried * weight;
  sum.failed += cell.failed * weight;
  sum.checks += cell.checks * weight;
  sum.checksPassed += cell.checksPassed * weight;
  sum.zeros += cell.zeros * weight;
  sum.durations += cell.zeros * weight;
  const { counts, firstKey } = cell;
  const shift = firstKey - sum.firstKey;
  for (let at = 0; at < counts.length; at++) {
    const count = (counts[at] ?? 0) * weight;
    sum.counts[at + shift] = (sum.counts[at + shift] ?? 0) + count;
    sum.durations += count;
  }
}
