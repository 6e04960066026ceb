import type { Change, Comparison, LoadMeasure, LoadWindow } from "../contract/load.ts";
import { type Drawing, type Estimate, type Plateau, estimate } from "./bootstrap.ts";
import { cellsOf } from "./cells.ts";
import { type Subject, isBetterHigh } from "./measure.ts";
import type { Random } from "./random.ts";
import { isShare, scaled } from "./statistic.ts";
import { studentQuantile } from "./student.ts";

export interface CompareOptions {
  /** The same seed gives the same answer. */
  random: Random;
  /** Relative change that is allowed; default 0.1. */
  tolerance?: number;
  /** Change of a share (errors, checks) that is allowed; default 0.01, one in a hundred. */
  shareTolerance?: number;
  measures?: readonly LoadMeasure[];
  /** Default 0.95: of twenty comparisons without a true change at most one calls anything a regression. */
  confidence?: number;
  draws?: number;
}

const defaultMeasures: readonly LoadMeasure[] = ["p50", "p95", "p99", "error-rate", "throughput"];
/** A percentile with fewer samples beyond it, or a share of fewer, says nothing. */
const leastSupport = 5;
const leastTries = 20;
/** Fewer pieces say nothing of how they differ. */
const leastBlocks = 2.5;
/** The interval must exclude a change of this part of the tolerance: certainly there, and not only by a hair. */
const leastPart = 0.25;

/**
 * Compares a run with a baseline of the same profile, given their windows by plateau (steady.ts): ramps say little of either.
 *
 * Two runs never measure the same, even of the same target. How much of a difference is noise, each run tells by itself: its windows
 * are drawn again and again in pieces (bootstrap.ts), and what comes out scatters as runs would. From both scatters follows the range
 * in which the true change lies. It is made wide enough for all changes of the comparison together, because with thirty of them one is
 * always unlucky.
 *
 * A regression is a change for the worse beyond the tolerance (10 % by default, one point for shares) whose range, moreover, lies
 * beyond a quarter of it. So a wobble of 2 % is none however sure it is, and neither is a jump of 20 % in a step that was hardly called:
 * that is `unclear`.
 */
export function compareRuns(
  baseline: readonly Plateau<LoadWindow>[],
  current: readonly Plateau<LoadWindow>[],
  { measures = defaultMeasures, confidence = 0.95, draws = 400, random, ...tolerances }: CompareOptions,
): Comparison {
  const drawing = { random, draws };
  const pairs = subjectsOf([...baseline, ...current].flat()).flatMap((subject): Pair[] => {
    const [before, after] = [baseline, current].map((plateaus) => estimatesOf(plateaus, subject, measures, drawing));
    return measures.map((measure) => ({
      subject,
      measure,
      before: before?.get(measure) ?? null,
      after: after?.get(measure) ?? null,
    }));
  });
  const compared = pairs.filter(({ before, after }) => before !== null && after !== null).length;
  const changes = pairs.map((pair) => changeOf(pair, (1 - confidence) / Math.max(1, compared), tolerances));
  return {
    verdict: changes.some(({ verdict }) => verdict === "regression") ? "regression" : "no-regression",
    changes,
    confidence,
    windows: { baseline: baseline.flat().length, current: current.flat().length },
  };
}

interface Pair {
  subject: Subject;
  measure: LoadMeasure;
  before: Estimate | null;
  after: Estimate | null;
}

/** Every journey and every step of it; all journeys together when there are several. */
function subjectsOf(windows: readonly LoadWindow[]): Subject[] {
  const steps = new Map<string, Set<string>>();
  for (const { journey, steps: loads } of windows.flatMap(({ journeys }) => journeys)) {
    const known = steps.get(journey) ?? new Set<string>();
    steps.set(journey, known);
    for (const { step } of loads) known.add(step);
  }
  const each = [...steps].flatMap(([journey, names]) => [null, ...names].map((step): Subject => ({ journey, step })));
  return steps.size > 1 ? [{ journey: null, step: null }, ...each] : each;
}

function estimatesOf(
  plateaus: readonly Plateau<LoadWindow>[],
  subject: Subject,
  measures: readonly LoadMeasure[],
  drawing: Drawing,
): Map<LoadMeasure, Estimate | null> {
  return estimate(
    plateaus.map((windows) => cellsOf(windows, subject)),
    measures,
    drawing,
  );
}

function changeOf({ subject, measure, before, after }: Pair, above: number, tolerances: Tolerances): Change {
  const values = { ...subject, measure, baseline: before?.value ?? null, current: after?.value ?? null };
  const nothing = { change: null, low: null, high: null };
  if (before === null || after === null) return { ...values, ...nothing, verdict: "no-samples" };
  const difference = scaled(measure, after.value) - scaled(measure, before.value);
  const change = unscaled(measure, difference);
  const tolerance = toleranceOf(measure, tolerances);
  const isBeyond = Math.abs(change) > tolerance;
  if (!isTold(measure, before) || !isTold(measure, after))
    return { ...values, ...nothing, change, verdict: isBeyond ? "unclear" : "no-change" };
  const reach = studentQuantile(above, freedomOf(before, after)) * Math.hypot(before.spread, after.spread);
  const [low, high] = [unscaled(measure, difference - reach), unscaled(measure, difference + reach)];
  const nearest = Math.sign(low) === Math.sign(high) ? Math.min(Math.abs(low), Math.abs(high)) : 0;
  const isSure = nearest > tolerance * leastPart;
  const isWorse = change > 0 !== isBetterHigh(measure);
  const verdict = !isBeyond ? "no-change" : !isSure ? "unclear" : isWorse ? "regression" : "improvement";
  return { ...values, change, low, high, verdict };
}

type Tolerances = Pick<CompareOptions, "tolerance" | "shareTolerance">;

function toleranceOf(measure: LoadMeasure, { tolerance = 0.1, shareTolerance = 0.01 }: Tolerances): number {
  return isShare(measure) ? shareTolerance : tolerance;
}

function unscaled(measure: LoadMeasure, difference: number): number {
  return isShare(measure) ? difference : Math.expm1(difference);
}

function isTold(measure: LoadMeasure, { support, blocks }: Estimate): boolean {
  return blocks >= leastBlocks && support >= (isShare(measure) ? leastTries : leastSupport);
}

/** Welch and Satterthwaite: two spreads, each known from few blocks. */
function freedomOf(before: Estimate, after: Estimate): number {
  const parts = [before, after].map(({ spread, blocks }) => ({ variance: spread ** 2, freedom: Math.max(1, blocks - 1) }));
  const all = parts.reduce((sum, { variance }) => sum + variance, 0);
  const weighted = parts.reduce((sum, { variance, freedom }) => sum + variance ** 2 / freedom, 0);
  return weighted > 0 ? all ** 2 / weighted : parts.reduce((sum, { freedom }) => sum + freedom, 0);
}
