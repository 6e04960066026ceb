import type { RunResult } from "../contract/result.ts";
import { formatDuration } from "../kit/duration.ts";

/** Time or memory ran out: the script may have been waiting for the target. */
export function wasCutOff(result: RunResult): boolean {
  return result.kind === "timed-out" || (result.kind === "killed" && result.by === "memory");
}

export function howCutOff(result: RunResult): string {
  if (result.kind === "timed-out") return `the run timed out after ${formatDuration(result.afterMs)}`;
  return result.kind === "killed" ? result.detail : "the run was cut off";
}
