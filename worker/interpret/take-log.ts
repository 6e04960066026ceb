import { exhaustive } from "../kit/exhaustive.ts";
import { parseLog } from "./log-line.ts";
import type { Reading } from "./reading.ts";

const maxKept = 200;
const maxReasons = 20;

/** Adds a line of k6's log and what it means. Beyond the bounds the first lines are kept: they name the cause. */
export function takeLog({ seen }: Reading, text: string): void {
  if (text.trim() === "") return;
  const { line, meaning } = parseLog(text);
  if (seen.logs.length < maxKept) seen.logs.push(line);
  switch (meaning.kind) {
    case "exception":
      if (seen.exceptions.length < maxReasons) seen.exceptions.push(meaning.text);
      return;
    case "failure":
      if (seen.failures.length < maxReasons) seen.failures.push(meaning.text);
      return;
    case "abort":
      seen.aborted ??= meaning.text;
      return;
    case "thresholds":
      seen.thresholdsCrossed = [...new Set([...seen.thresholdsCrossed, ...meaning.metrics])].slice(0, maxReasons);
      return;
    case "error":
      seen.lastError = line.message;
      return;
    case "raw":
      seen.lastError ??= line.message;
      return;
    case "note":
      return;
    default:
      exhaustive(meaning);
  }
}
