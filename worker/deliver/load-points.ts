import type { JourneyLoad, LoadCounts, LoadMeasure, LoadSummary, LoadWindow } from "../contract/load.ts";
import type { Point } from "../contract/measurements.ts";
import { makePoint } from "./make-point.ts";
import { nsOfMs, nsOfRun } from "./timestamp.ts";

/** Of which run a window is, and what it is held to. */
export type WindowOf = Pick<LoadSummary, "id" | "target" | "profile" | "gates">;

/** A point a step, at the start of the window. `baseline`: the window of the earlier run at the same time since its start. */
export function pointsOfWindow(run: WindowOf, window: LoadWindow, baseline: LoadWindow | null): Point[] {
  const seconds = window.durationMs / 1_000;
  return window.journeys.flatMap(({ journey, steps }) =>
    steps.map(({ step, duration, ...counts }) => {
      const before = baseline?.journeys.find((one) => one.journey === journey)?.steps.find((one) => one.step === step) ?? null;
      const { tried, failed } = triesIn(counts);
      return makePoint({
        measurement: "load_window",
        tags: { target: run.target, journey, profile: run.profile, step },
        fields: {
          run_id: run.id,
          requests: tried,
          failed,
          rps: tried / seconds,
          p50_ms: duration?.p50,
          p90_ms: duration?.p90,
          p95_ms: duration?.p95,
          p99_ms: duration?.p99,
          max_ms: duration?.max,
          vus: window.vus,
          baseline_p95_ms: before?.duration?.p95,
          baseline_rps: before && baseline ? triesIn(before).tried / (baseline.durationMs / 1_000) : null,
          gate_p95_ms: limitOf(run, { journey, step, measure: "p95" }),
          gate_error_rate: limitOf(run, { journey, step, measure: "error-rate" }),
        },
        timestampNs: nsOfMs(window.startMs),
      });
    }),
  );
}

/** The strictest absolute gate that a step is held to, its own or one that holds for its journey or for all; `null`: none. */
function limitOf({ gates }: WindowOf, of: { journey: string; step: string; measure: LoadMeasure }): number | null {
  const limits = gates.flatMap(({ gate }) => {
    if (gate?.limit.kind !== "absolute" || gate.measure !== of.measure) return [];
    const isHeld = (gate.journey ?? of.journey) === of.journey && (gate.step ?? of.step) === of.step;
    // A latency of the whole journey is none of one of its steps.
    return isHeld && (gate.step !== null || gate.measure === "error-rate") ? [gate.limit.value] : [];
  });
  return limits.length > 0 ? Math.min(...limits) : null;
}

/** A point a journey, at the start of the run. */
export function pointsOfLoad(summary: LoadSummary): Point[] {
  const { id, target, profile, verdict, startedAtMs, endedAtMs, gates, totals } = summary;
  return totals.journeys.map((journey) => {
    const { tried, failed } = triesIn(journey);
    return makePoint({
      measurement: "load_run",
      tags: { target, journey: journey.journey, profile, verdict },
      fields: {
        run_id: id,
        duration_ms: endedAtMs - startedAtMs,
        ended_ms: endedAtMs,
        iterations: journey.iterations,
        dropped_iterations: journey.droppedIterations,
        requests: tried,
        failed,
        error_rate: tried > 0 ? failed / tried : null,
        rate: journey.iterations / Math.max(1, (endedAtMs - startedAtMs) / 1_000),
        p95_ms: journey.duration?.p95,
        vus: totals.vus,
        gates: gates.length,
        gates_broken: gates.filter(({ outcome }) => outcome !== "kept").length,
        regressions: regressionsOf(summary, journey),
        baseline_id: summary.baselineId,
        knee_rate: summary.knee?.ratePerS,
        cause: summary.reasons[0],
        revision: summary.revision,
      },
      timestampNs: nsOfRun({ id, startedAtMs }),
    });
  });
}

function regressionsOf({ comparison }: LoadSummary, { journey }: JourneyLoad): number | null {
  if (comparison === null) return null;
  return comparison.changes.filter((change) => change.verdict === "regression" && change.journey === journey).length;
}

/** Occurrences where the kit tells of them, else requests. */
function triesIn({ ended, failed, requests, requestsFailed }: LoadCounts): { tried: number; failed: number } {
  return ended > 0 ? { tried: ended, failed } : { tried: requests, failed: requestsFailed };
}
