import type { Breakage, Gate, GateResult, JourneyLoad, Knee, LoadWindow } from "../contract/load.ts";
import { triesOf } from "./counts.ts";
import { judgeGates } from "./gates.ts";
import { isBetterHigh, loadOf } from "./measure.ts";
import { mergeJourneys } from "./merge-journeys.ts";

/** A percentile of fewer samples is hardly one: then the windows before are looked at as well, up to half a minute. */
const leastSamples = 20;
const mostWindows = 6;
/** One bad window is a hiccup; it is the end when one of the next two is bad too. */
const lookAhead = 2;

/** Iterations per second that arrived in a window, begun or dropped. */
function arrivalsOf({ journeys, durationMs }: LoadWindow): number {
  const arrived = journeys.reduce((sum, { iterations, droppedIterations }) => sum + iterations + droppedIterations, 0);
  return arrived / (durationMs / 1_000);
}

/**
 * Finds how much load a target bears, from the windows of a ramp in the order of time: the highest rate at which every gate was kept,
 * and the gate that broke first and for good. `rateOf` tells a window's rate in iterations per second; what arrived, unless the plan
 * knows better. Gates for throughput and against a baseline say nothing here.
 */
export function findKnee(
  windows: readonly LoadWindow[],
  gates: readonly Gate[],
  rateOf: (window: LoadWindow) => number = arrivalsOf,
): Knee {
  const { judged, heardFirst } = judgeEach(
    windows,
    gates.filter(({ measure, limit }) => limit.kind === "absolute" && measure !== "throughput"),
  );
  const end = judged.findIndex((broken, at) => broken.length > 0 && isLasting(judged, at));
  const window = windows[end];
  const broken = judged[end];
  // While the first answers were awaited nothing was kept yet of what broke.
  const first = Math.max(0, ...(broken ?? []).map(({ gate }) => (gate && heardFirst.get(gate)) ?? 0));
  const kept = windows.filter((_window, at) => at >= first && (end < 0 || at < end) && judged[at]?.length === 0);
  const ratePerS = kept.length > 0 ? Math.max(...kept.map(rateOf)) : null;
  if (window === undefined || broken === undefined) return { ratePerS, broke: null };
  return { ratePerS, broke: breakageOf(window, broken, rateOf(window), windows[0]) };
}

interface Judged {
  /** Of each window the gates that it broke. */
  judged: GateResult[][];
  /** The first window with samples of a gate. */
  heardFirst: Map<Gate, number>;
}

/** Silence breaks a gate only where something was heard before: the first answers take a while. */
function judgeEach(windows: readonly LoadWindow[], gates: readonly Gate[]): Judged {
  const heardFirst = new Map<Gate, number>();
  const judged = windows.map((_window, at) =>
    gates.flatMap((gate) => {
      const [result] = judgeGates([gate], { ...enough(windows, at, gate), comparison: null });
      if (result?.outcome === "no-samples" && !heardFirst.has(gate)) return [];
      if (!heardFirst.has(gate)) heardFirst.set(gate, at);
      return result === undefined || result.outcome === "kept" ? [] : [result];
    }),
  );
  return { judged, heardFirst };
}

/** The window, and so many before it as it takes for a percentile. Silence is not made up for. */
function enough(windows: readonly LoadWindow[], at: number, gate: Gate): { journeys: JourneyLoad[]; seconds: number } {
  const own = windows[at]?.journeys ?? [];
  let journeys = own;
  let count = samplesOf(own, gate);
  let taken = 1;
  while (count > 0 && count < leastSamples && taken < mostWindows && at - taken >= 0) {
    journeys = mergeJourneys([...(windows[at - taken]?.journeys ?? []), ...journeys]);
    count = samplesOf(journeys, gate);
    taken += 1;
  }
  const seconds = windows.slice(at - taken + 1, at + 1).reduce((sum, { durationMs }) => sum + durationMs / 1_000, 0);
  return { journeys, seconds };
}

function samplesOf(journeys: readonly JourneyLoad[], gate: Gate): number {
  const load = loadOf(journeys, gate);
  if (load === null) return 0;
  if (gate.measure === "checks") return load.counts.checks;
  return gate.measure === "error-rate" ? triesOf(load.counts).tried : (load.duration?.count ?? 0);
}

function isLasting(judged: readonly GateResult[][], at: number): boolean {
  const next = judged.slice(at + 1, at + 1 + lookAhead);
  return next.length === 0 || next.some((broken) => broken.length > 0);
}

function breakageOf(
  { startMs, journeys }: LoadWindow,
  broken: readonly GateResult[],
  ratePerS: number,
  first: LoadWindow | undefined,
): Breakage {
  const [worst, ...others] = broken.toSorted((a, b) => excessOf(b) - excessOf(a));
  const gate = worst as GateResult;
  const { journey = null, step = null } = gate.gate ?? {};
  const culprit = step ?? culpritOf(journeys, first?.journeys ?? [], gate);
  return {
    atMs: startMs,
    ratePerS,
    gate,
    journey,
    step: culprit,
    cause: loadOf(journeys, { journey, step: culprit })?.errors[0]?.cause ?? null,
    also: others.map(({ name }) => name),
  };
}

/** How many times over its limit. */
function excessOf({ gate, seen, limit }: GateResult): number {
  if (seen === null || limit === null || gate === null) return Number.POSITIVE_INFINITY;
  return isBetterHigh(gate.measure) ? limit / Math.max(seen, 1e-9) : seen / Math.max(limit, 1e-9);
}

/** Of a journey as a whole the step that is to blame: with the most errors, or else the one that has slowed down most since the start. */
function culpritOf(now: readonly JourneyLoad[], before: readonly JourneyLoad[], { gate }: GateResult): string | null {
  const journey = gate?.journey ?? null;
  const names = new Set(
    now.filter((one) => journey === null || one.journey === journey).flatMap(({ steps }) => steps.map(({ step }) => step)),
  );
  const isAboutErrors = gate?.measure === "error-rate" || gate?.measure === "checks";
  const rated = [...names].map((step) => {
    const [after, start] = [now, before].map((journeys) => loadOf(journeys, { journey, step }));
    const errors = after?.errors.reduce((sum, { count }) => sum + count, 0) ?? 0;
    const growth = (after?.duration?.p95 ?? 0) / Math.max(start?.duration?.p95 ?? 1, 1e-3);
    return { step, blame: isAboutErrors ? errors : growth };
  });
  const worst = rated.toSorted((a, b) => b.blame - a.blame)[0];
  return worst && worst.blame > 0 ? worst.step : null;
}
