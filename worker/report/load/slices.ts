import type { JourneyLoad, LoadWindow, StepLoad } from "../../contract/load.ts";
import type { LoadRecord } from "./load-report.ts";

/** Windows in a row that are drawn as one point. */
export interface Slice {
  /** Milliseconds from the start of the run to the middle of the slice. */
  atMs: number;
  /** How long samples were taken in it: the first and the last window of a run are seldom whole. */
  seconds: number;
  windows: readonly LoadWindow[];
}

/** A shorter window says nothing of a rate. */
const leastSeconds = 0.5;

/** The run in at most `most` slices of the same length, in the order of time. */
export function slicesOf({ summary, windows }: LoadRecord, most = 120): Slice[] {
  const perSlice = Math.max(1, Math.ceil(windows.length / most));
  const slices: Slice[] = [];
  for (let from = 0; from < windows.length; from += perSlice) {
    const group = windows.slice(from, from + perSlice);
    const seconds = group.reduce((sum, window) => sum + measuredMs(window, summary.totals), 0) / 1_000;
    if (seconds < leastSeconds) continue;
    slices.push({ atMs: middleOf(group) - summary.startedAtMs, seconds, windows: group });
  }
  return slices;
}

/** Of all journeys. */
export function journeysIn({ windows }: Slice): JourneyLoad[] {
  return windows.flatMap((window) => window.journeys);
}

export function stepsIn(slice: Slice, journey: string, step: string): StepLoad[] {
  return journeysIn(slice).flatMap((load) => (load.journey === journey ? load.steps.filter((other) => other.step === step) : []));
}

/** Iterations per second. */
export function rateIn(slice: Slice): number {
  return journeysIn(slice).reduce((sum, { iterations }) => sum + iterations, 0) / slice.seconds;
}

function measuredMs({ startMs, durationMs }: LoadWindow, totals: { firstMs: number | null; lastMs: number | null }): number {
  const from = Math.max(startMs, totals.firstMs ?? startMs);
  const to = Math.min(startMs + durationMs, totals.lastMs ?? startMs + durationMs);
  return Math.max(0, to - from);
}

function middleOf(windows: readonly LoadWindow[]): number {
  const first = windows[0];
  const last = windows.at(-1);
  return first && last ? (first.startMs + last.startMs + last.durationMs) / 2 : 0;
}
