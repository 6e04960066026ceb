import type { ProbeDuringLoad } from "./load-report.ts";

/** What a single user felt of one probe while the load went on. */
export interface ProbeRow {
  probe: string;
  runs: number;
  up: number;
  degraded: number;
  down: number;
  /** `error` and `no-data`: our own fault. */
  notMeasured: number;
  /** Of the runs that were measured; `null`: none was. */
  medianMs: number | null;
  slowestMs: number | null;
  /** Of its first run that was not up. */
  cause: string | null;
}

/** A row a probe, in the order of its name. */
export function probeRows(runs: readonly ProbeDuringLoad[]): ProbeRow[] {
  const names = [...new Set(runs.map(({ probe }) => probe))].toSorted();
  return names.map((probe) =>
    rowOf(
      probe,
      runs.filter((run) => run.probe === probe),
    ),
  );
}

function rowOf(probe: string, runs: readonly ProbeDuringLoad[]): ProbeRow {
  const count = (...verdicts: ProbeDuringLoad["verdict"][]) => runs.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const durations = runs
    .filter(({ verdict }) => verdict !== "error" && verdict !== "no-data")
    .map(({ durationMs }) => durationMs)
    .sort((a, b) => a - b);
  return {
    probe,
    runs: runs.length,
    up: count("up"),
    degraded: count("degraded"),
    down: count("down"),
    notMeasured: count("error", "no-data"),
    medianMs: durations[Math.floor((durations.length - 1) / 2)] ?? null,
    slowestMs: durations.at(-1) ?? null,
    cause: runs.find(({ verdict }) => verdict !== "up")?.cause ?? null,
  };
}
