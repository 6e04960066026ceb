import type { LoadEnvironment, LoadSummary, LoadWindow, SketchData } from "../../contract/load.ts";
import type { Verdict } from "../../contract/words.ts";

/** All that a report of a load run tells. Everything in it is masked already. */
export interface LoadReport {
  run: LoadRecord;
  /** The run that `run.summary.comparison` compares with; `null`: none. */
  baseline: LoadRecord | null;
  environment: LoadEnvironment;
  /** What scheduled probes felt between its start and its end, oldest first. */
  probes: readonly ProbeDuringLoad[];
}

/** A load run as it is kept: its summary, and its windows in the order of time. */
export interface LoadRecord {
  summary: LoadSummary;
  windows: readonly LoadWindow[];
}

/** A run of a scheduled probe while the load went on: what a single user felt. */
export interface ProbeDuringLoad {
  probe: string;
  /** Start of the run, epoch milliseconds. */
  atMs: number;
  verdict: Verdict;
  durationMs: number;
  cause: string | null;
}

/** Reads sketches as if they were one of all their values; the quantile goes from 0 to 1. `null`: there are no values. */
export type ReadSketches = (sketches: readonly SketchData[]) => (quantile: number) => number | null;
