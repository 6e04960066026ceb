import type { LoadProfile, LoadWindow, PlannedStage } from "../contract/load.ts";
import type { Plateau } from "./bootstrap.ts";

/** A profile's stages at a configured rate, in iterations per second. */
export function plannedStages(
  { startTarget, stages }: Pick<LoadProfile, "startTarget" | "stages">,
  ratePerS: number,
): PlannedStage[] {
  let [startMs, fromPerS] = [0, startTarget * ratePerS];
  return stages.map(({ target, durationMs }) => {
    const stage = { startMs, endMs: startMs + durationMs, fromPerS, toPerS: target * ratePerS };
    [startMs, fromPerS] = [stage.endMs, stage.toPerS];
    return stage;
  });
}

/** Iterations that the stages start. */
export function iterationsOf(stages: readonly PlannedStage[]): number {
  return stages.reduce(
    (sum, { startMs, endMs, fromPerS, toPerS }) => sum + (((endMs - startMs) / 1_000) * (fromPerS + toPerS)) / 2,
    0,
  );
}

export function peakOf(stages: readonly PlannedStage[]): number {
  return Math.max(0, ...stages.flatMap(({ fromPerS, toPerS }) => [fromPerS, toPerS]));
}

/** The rate at a moment, in iterations per second; 0 before and after. `sinceMs`: milliseconds since the load began. */
export function rateAt(stages: readonly PlannedStage[], sinceMs: number): number {
  const stage = stages.find(({ startMs, endMs }) => sinceMs >= startMs && sinceMs < endMs);
  if (stage === undefined) return 0;
  const { startMs, endMs, fromPerS, toPerS } = stage;
  return fromPerS + ((toPerS - fromPerS) * (sinceMs - startMs)) / (endMs - startMs);
}

/** After a ramp a target needs a moment; and when exactly the load began is known to a second. */
const settleMs = 5_000;

/**
 * The windows of each stage in which the rate stays the same, for comparisons and gates: whole windows alone, without the first seconds.
 * `startedAtMs`: when the load began, epoch milliseconds.
 */
export function plateausOf(
  windows: readonly LoadWindow[],
  stages: readonly PlannedStage[],
  startedAtMs: number,
): Plateau<LoadWindow>[] {
  const steady = stages.filter(({ fromPerS, toPerS }) => fromPerS === toPerS && toPerS > 0);
  const plateaus = steady.map(({ startMs, endMs }) =>
    windows.filter(
      (window) => window.startMs >= startedAtMs + startMs + settleMs && window.startMs + window.durationMs <= startedAtMs + endMs,
    ),
  );
  return plateaus.filter(({ length }) => length > 0);
}
