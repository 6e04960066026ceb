import type { Verdict } from "../contract/words.ts";
import { exitCodes } from "./exit.ts";

/** Of `sonde once`: the first that applies of down (1), error or no-data (3), fine (0). */
export function exitCodeOf(verdicts: readonly Verdict[]): number {
  if (verdicts.includes("down")) return exitCodes.down;
  if (verdicts.some((verdict) => verdict === "error" || verdict === "no-data")) return exitCodes.notMeasured;
  return exitCodes.fine;
}
