import type { Run } from "../contract/run.ts";
import { formatDuration } from "../kit/duration.ts";
import { printable } from "../kit/printable.ts";
import { type Paint, colourOf } from "./paint.ts";

/** A run in one line: `down  dashboard  6.2 s  dashboard: status (503) is 200`. */
export function runLine(run: Run, paint: Paint): string {
  const verdict = paint(colourOf(run.verdict), run.verdict.padEnd(8));
  const cause = run.cause ? `  ${printable(run.cause, 300)}` : "";
  return `${verdict} ${run.probe.padEnd(12)} ${formatDuration(run.durationMs).padStart(8)}${cause}`;
}

/** The steps of a run, a line each, indented. */
export function stepLines(run: Run, paint: Paint): string[] {
  return run.steps.map((step) => {
    const outcome = paint(colourOf(step.outcome), step.outcome.padEnd(11));
    const duration = step.durationMs === null ? "-" : formatDuration(step.durationMs);
    return `  ${outcome} ${printable(step.name).padEnd(12)} ${duration.padStart(8)}${step.cause ? `  ${printable(step.cause, 300)}` : ""}`;
  });
}
