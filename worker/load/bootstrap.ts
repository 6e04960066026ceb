import type { LoadMeasure } from "../contract/load.ts";
import { type Cell, createSummer } from "./cells.ts";
import type { Random } from "./random.ts";
import { leastSpread, scaled, statisticOf, supportOf } from "./statistic.ts";

/** What a run's windows say of a measure, and how sure that is. */
export interface Estimate {
  value: number;
  /** Standard error, of the value as `scaled` sees it. */
  spread: number;
  /** Over how many pieces of the run it was told. */
  blocks: number;
  /** Samples that it rests on. */
  support: number;
}

/** Windows of equal load one after the other: a stage in which the rate stays the same. */
export type Plateau<T> = readonly T[];

export interface Drawing {
  random: Random;
  /** How many runs are drawn. */
  draws: number;
}

/**
 * Estimates measures and how far each may be off, by a block bootstrap: many runs are put together out of pieces of the one that was
 * measured, and what they disagree by is the noise. Pieces are several windows long, the square root of how many there are, since
 * neighbours resemble each other: a slow minute is one piece of news, not twelve. Pieces do not cross from one plateau to another. The
 * noise is never taken for less than what chance alone gives. `null`: there are no samples.
 */
export function estimate(
  plateaus: readonly Plateau<Cell>[],
  measures: readonly LoadMeasure[],
  { random, draws }: Drawing,
): Map<LoadMeasure, Estimate | null> {
  const cells = plateaus.flat();
  const sumUp = createSummer(cells);
  const weights = new Float64Array(cells.length).fill(1);
  const whole = sumUp(weights);
  const told = measures.map((measure) => ({
    measure,
    value: statisticOf(whole, measure),
    support: supportOf(whole, measure),
    least: leastSpread(whole, measure),
    drawn: [] as number[],
  }));
  const pieces = plateaus.map(({ length }) => ({ length, size: Math.max(1, Math.round(Math.sqrt(length))) }));
  for (let draw = 0; draw < draws; draw++) {
    drawWeights(pieces, random, weights);
    const sum = sumUp(weights);
    for (const { measure, drawn } of told) {
      const value = statisticOf(sum, measure);
      if (value !== null) drawn.push(scaled(measure, value));
    }
  }
  const blocks = pieces.reduce((sum, { length, size }) => sum + length / size, 0);
  return new Map(
    told.map(({ measure, value, support, least, drawn }) => {
      const spread = Math.max(least, deviation(drawn) * fewBlocks(blocks));
      return [measure, value === null ? null : { value, spread, blocks, support }];
    }),
  );
}

interface Pieces {
  /** Windows of the plateau. */
  length: number;
  size: number;
}

/** Circular blocks: how often each window is drawn. */
function drawWeights(plateaus: readonly Pieces[], random: Random, weights: Float64Array): void {
  weights.fill(0);
  let start = 0;
  for (const { length, size } of plateaus) {
    for (let drawn = 0; drawn < length; drawn += size) {
      const first = Math.floor(random() * length);
      for (let at = 0; at < Math.min(size, length - drawn); at++) {
        const index = start + ((first + at) % length);
        weights[index] = (weights[index] ?? 0) + 1;
      }
    }
    start += length;
  }
}

/** Drawing out of few blocks makes them look more alike than they are, as the variance of a sample does. */
function fewBlocks(blocks: number): number {
  return blocks > 1 ? Math.sqrt(blocks / (blocks - 1)) : 1;
}

function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
