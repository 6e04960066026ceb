import { errorShare } from "./error-share.ts";
import { formatCount, formatMs, formatRate, formatShare } from "./format.ts";
import type { LoadReport } from "./load-report.ts";
import { journeyRows, measuredSeconds } from "./load-rows.ts";
import { type Markup, markup } from "./markup.ts";

/** The run in a few large numbers. */
export function keyFigures(report: LoadReport): Markup {
  const { summary } = report.run;
  const { journeys, vus } = summary.totals;
  const sum = (name: "iterations" | "droppedIterations" | "requests") =>
    journeys.reduce((total, journey) => total + journey[name], 0);
  const seconds = measuredSeconds(summary);
  const [slowest] = journeyRows(report);
  const figures: [name: string, value: string][] = [
    ["iterations", formatCount(sum("iterations"))],
    ["per second", formatRate(seconds === null ? null : sum("iterations") / seconds)],
    ["requests", formatCount(sum("requests"))],
    ["failed", formatShare(errorShare(journeys))],
    [`journey p95${slowest && journeys.length > 1 ? `, ${slowest.label}` : ""}`, formatMs(slowest?.duration?.p95 ?? null)],
    ["most VUs", vus === null ? "unknown" : formatCount(vus)],
    ["could not begin", formatCount(sum("droppedIterations"))],
  ];
  const tiles = figures.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return markup`<dl class="figures">${tiles}</dl>`;
}
