import type { LoadLimits } from "../contract/load.ts";
import type { Problem } from "../contract/problem.ts";
import { collectProblems } from "../config/report.ts";
import type { LoadInspection } from "../k6/inspect-load.ts";
import { formatDuration } from "../kit/duration.ts";
import type { Wanted } from "./load-mix.ts";
import type { LoadOptions } from "./load-options.ts";

/** What speaks against running a script that plans its own load. */
export function scriptProblems(
  { file: script, weight }: Wanted,
  { maxVUs, durationMs, peakPerS }: LoadInspection,
  ceiling: LoadLimits,
  { profile, rate }: LoadOptions,
  file: string,
): Problem[] {
  const { problems, report } = collectProblems(file);
  const itself = "nothing: the script plans its own load (options.scenarios, stages, duration, vus or iterations)";
  if (profile !== undefined) report({ path: "--profile", found: profile, expected: itself });
  if (rate !== undefined) report({ path: "--rate", found: rate, expected: itself });
  if (weight !== 1) report({ path: script, found: `the weight ${weight}`, expected: itself });
  if (maxVUs > ceiling.vus)
    report({
      path: "load.ceiling.vus",
      found: `${script}, which takes ${maxVUs} VUs`,
      expected: `at most ${ceiling.vus}`,
      paste: `ceiling: { vus: ${maxVUs} }`,
    });
  if (peakPerS !== null && peakPerS > ceiling.ratePerS)
    report({
      path: "load.ceiling.ratePerS",
      found: `${script}, which goes up to ${peakPerS} a second`,
      expected: `at most ${ceiling.ratePerS}`,
      paste: `ceiling: { ratePerS: ${Math.ceil(peakPerS)} }`,
    });
  if (durationMs > ceiling.durationMs)
    report({
      path: "load.ceiling.duration",
      found: `${script}, which takes up to ${formatDuration(durationMs)}`,
      expected: `at most ${formatDuration(ceiling.durationMs)}`,
    });
  return problems;
}
