import type { Look, Series } from "./chart.ts";
import { probeRows } from "./during-load.ts";
import { formatMs } from "./format.ts";
import { type Markup, markup } from "./markup.ts";
import type { LoadReport, ProbeDuringLoad } from "./load-report.ts";
import { type Column, pageSection, pageTable } from "./page-table.ts";
import { timeChart } from "./time-chart.ts";

/** What scheduled probes felt while the load went on. */
export function singleUserSection({ run: { summary }, probes }: LoadReport): Markup | null {
  const rows = probeRows(probes).map(({ probe, runs, up, degraded, down, notMeasured, medianMs, slowestMs, cause }) => [
    markup`<code>${probe}</code>`,
    runs,
    up,
    degraded,
    down,
    notMeasured,
    formatMs(medianMs),
    formatMs(slowestMs),
    cause,
  ]);
  if (rows.length === 0) return null;
  const numbers = ["runs", "up", "degraded", "down", "not measured", "median", "slowest"];
  const columns: Column[] = [["probe", "text"], ...numbers.map((title): Column => [title, "number"]), ["first trouble", "text"]];
  const chart = timeChart({
    title: "Runs of scheduled probes",
    unit: "ms",
    lengthMs: summary.endedAtMs - summary.startedAtMs,
    series: kinds
      .map(([name, look, verdicts]) =>
        dots(
          name,
          look,
          probes.filter(({ verdict }) => verdicts.includes(verdict)),
          summary.startedAtMs,
        ),
      )
      .filter(({ points }) => points.length > 0),
    marks: [],
    format: formatMs,
  });
  return pageSection(
    "A single user meanwhile",
    markup`<div class="charts">${chart}</div>
      ${pageTable(columns, rows)}`,
  );
}

const kinds: [string, Look, ProbeDuringLoad["verdict"][]][] = [
  ["up", "a", ["up"]],
  ["degraded", "b", ["degraded"]],
  ["down", "c", ["down"]],
  ["not measured", "baseline", ["error", "no-data"]],
];

function dots(name: string, look: Look, runs: readonly ProbeDuringLoad[], startedAtMs: number): Series {
  return { name, look, dots: true, points: runs.map(({ atMs, durationMs }) => [Math.max(0, atMs - startedAtMs), durationMs]) };
}
