import type { LoadSummary } from "../../contract/load.ts";
import { formatDuration } from "../../kit/duration.ts";
import { colourOfVerdict } from "./colours.ts";
import { errorShare } from "./error-share.ts";
import { formatInstant, formatMs, formatRate, formatShare, none } from "./format.ts";
import { measuredSeconds } from "./load-rows.ts";
import type { Paint } from "./paint.ts";
import { type TextColumn, textTable } from "./text-table.ts";

const columns: TextColumn[] = [
  ["verdict", "left"],
  ["started", "left"],
  ["took", "right"],
  ["profile", "left"],
  ["target", "left"],
  ["rate", "right"],
  ["failed", "right"],
  ["p95", "right"],
  ["revision", "left"],
  ["run", "left"],
];

/** `sonde load list`: a line a run, in the order given. */
export function loadListText(runs: readonly LoadSummary[], paint: Paint): string {
  if (runs.length === 0) return "There is no load run yet.";
  return textTable(columns, runs.map(cells), paint).join("\n");
}

function cells(summary: LoadSummary) {
  const { journeys } = summary.totals;
  const seconds = measuredSeconds(summary);
  const iterations = journeys.reduce((sum, journey) => sum + journey.iterations, 0);
  const slowest = Math.max(-1, ...journeys.map(({ duration }) => duration?.p95 ?? -1));
  return [
    [summary.verdict, colourOfVerdict[summary.verdict]] as const,
    formatInstant(summary.startedAtMs),
    formatDuration(summary.endedAtMs - summary.startedAtMs),
    summary.profile,
    summary.target,
    formatRate(seconds === null ? null : iterations / seconds),
    formatShare(errorShare(journeys)),
    formatMs(slowest < 0 ? null : slowest),
    summary.revision ?? none,
    summary.id,
  ];
}
