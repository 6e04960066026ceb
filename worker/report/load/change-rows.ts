import type { Change, Comparison, LoadSummary } from "../../contract/load.ts";
import { formatChange, formatMeasure, none } from "./format.ts";
import { labelOf } from "./load-rows.ts";

/** A change in words. */
export interface ChangeRow {
  verdict: Change["verdict"];
  label: string;
  measure: Change["measure"];
  baseline: string;
  current: string;
  change: string;
  /** Where the true change lies: `+9 % to +17 %`. */
  between: string;
}

const rank: Record<Change["verdict"], number> = { regression: 0, unclear: 1, improvement: 2, "no-samples": 3, "no-change": 4 };

/** Regressions first, what did not change last. */
export function changeRows({ changes }: Comparison, summary: LoadSummary): ChangeRow[] {
  return changes
    .toSorted((a, b) => rank[a.verdict] - rank[b.verdict])
    .map(({ verdict, journey, step, measure, baseline, current, change, low, high }) => ({
      verdict,
      label: labelOf(summary, journey, step),
      measure,
      baseline: formatMeasure(measure, baseline),
      current: formatMeasure(measure, current),
      change: formatChange(measure, change),
      between: low === null || high === null ? none : `${formatChange(measure, low)} to ${formatChange(measure, high)}`,
    }));
}

/** How the run compares, in one sentence. */
export function comparisonSentence({ changes, confidence, windows }: Comparison): string {
  const count = (verdict: Change["verdict"]) => changes.filter((change) => change.verdict === verdict).length;
  const regressions = count("regression");
  const found = [
    regressions === 0 ? "No regression" : `${regressions} regression${regressions === 1 ? "" : "s"}`,
    ...(count("improvement") > 0 ? [`${count("improvement")} better`] : []),
    ...(count("unclear") > 0 ? [`${count("unclear")} unclear (the noise could be the reason)`] : []),
  ].join(", ");
  const sure = `${Math.round(confidence * 1_000) / 10} %`;
  return `${found}, at ${sure} confidence, from ${windows.baseline} windows then and ${windows.current} now.`;
}
