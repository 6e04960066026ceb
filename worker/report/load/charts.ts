import { type Series, type Tick, looks } from "./chart.ts";
import { errorShare } from "./error-share.ts";
import { firstBreakage } from "./first-breakage.ts";
import { formatCount, formatMs, formatRate, formatShare } from "./format.ts";
import type { Markup } from "./markup.ts";
import type { LoadReport, ReadSketches } from "./load-report.ts";
import { type LoadRow, stepRows } from "./load-rows.ts";
import { percentileChart } from "./percentile-chart.ts";
import { type Slice, journeysIn, rateIn, slicesOf, stepsIn } from "./slices.ts";
import { timeChart } from "./time-chart.ts";

/** More steps than these have no chart of their own; the table has them all. */
export const mostStepCharts = 12;

interface Course {
  report: LoadReport;
  slices: readonly Slice[];
  baseline: readonly Slice[];
  lengthMs: number;
  marks: readonly Tick[];
  read: ReadSketches;
}

/** All charts of a report, the most telling first. None for a run without windows. */
export function reportCharts(report: LoadReport, read: ReadSketches): Markup[] {
  const slices = slicesOf(report.run);
  if (slices.length === 0) return [];
  const baseline = report.baseline ? slicesOf(report.baseline) : [];
  const { startedAtMs, endedAtMs } = report.run.summary;
  const course = { report, slices, baseline, lengthMs: endedAtMs - startedAtMs, marks: marksOf(report), read };
  const slowest = stepRows(report).filter(({ duration }) => duration !== null);
  return [
    rateChart(course),
    vusChart(course),
    errorChart(course),
    percentileChart(slowest.slice(0, looks.length), read),
    ...slowest.slice(0, mostStepCharts).map((step) => latencyChart(course, step)),
  ].filter((chart) => chart !== null);
}

function marksOf({ run }: LoadReport): Tick[] {
  const first = firstBreakage(run);
  return first ? [{ at: Math.max(0, first.offsetMs), text: "broke" }] : [];
}

function latencyChart({ slices, baseline, report, read, ...rest }: Course, { label, journey, step }: LoadRow): Markup {
  const sketches = (slice: Slice) =>
    stepsIn(slice, journey, step ?? "").flatMap(({ duration }) => (duration ? [duration.sketch] : []));
  const now = slices.map((slice) => [slice.atMs, read(sketches(slice))] as const);
  const before = baseline.map((slice) => [slice.atMs, read(sketches(slice))] as const);
  const at = (quantile: number, from: typeof now) => from.map(([x, value]) => [x, value(quantile)] as const);
  const series: Series[] = [
    ...(report.baseline ? [{ name: "p95 of the baseline", look: "baseline" as const, points: at(0.95, before) }] : []),
    { name: "p50", look: "a", points: at(0.5, now) },
    { name: "p95", look: "b", points: at(0.95, now) },
    { name: "p99", look: "c", points: at(0.99, now) },
  ];
  return timeChart({ title: `Latency of ${label}`, unit: "ms", series, format: formatMs, ...rest });
}

function rateChart({ slices, baseline, report, ...rest }: Course): Markup {
  const dropped = slices.map((slice) => [slice.atMs, perSecond(slice, ({ droppedIterations }) => droppedIterations)] as const);
  const series: Series[] = [
    ...baselineSeries(
      report,
      baseline.map((slice) => [slice.atMs, rateIn(slice)] as const),
    ),
    { name: "iterations", look: "a", points: slices.map((slice) => [slice.atMs, rateIn(slice)]) },
    ...(dropped.some(([, rate]) => rate > 0)
      ? [{ name: "could not begin (no free VU)", look: "c" as const, points: dropped }]
      : []),
  ];
  return timeChart({ title: "Throughput", unit: "per second", series, format: formatRate, ...rest });
}

function vusChart({ slices, baseline, report, ...rest }: Course): Markup | null {
  const points = slices.map((slice) => [slice.atMs, vusIn(slice)] as const);
  if (points.every(([, vus]) => vus === null)) return null;
  const series: Series[] = [
    ...baselineSeries(
      report,
      baseline.map((slice) => [slice.atMs, vusIn(slice)] as const),
    ),
    { name: "VUs", look: "e", points },
  ];
  return timeChart({ title: "Virtual users", unit: "VUs", series, format: formatCount, ...rest });
}

/** Of the steps that failed most, and of all together in the baseline. `null`: nothing failed. */
function errorChart({ slices, baseline, report, ...rest }: Course): Markup | null {
  const failing = stepRows(report)
    .filter((step) => (step.errorShare ?? 0) > 0)
    .sort((a, b) => (b.errorShare ?? 0) - (a.errorShare ?? 0))
    .slice(0, looks.length);
  if (failing.length === 0) return null;
  const series: Series[] = [
    ...baselineSeries(
      report,
      baseline.map((slice) => [slice.atMs, errorShare(journeysIn(slice))] as const),
    ),
    ...failing.map(({ label, journey, step }, index) => ({
      name: label,
      look: looks[index] ?? "a",
      points: slices.map((slice) => [slice.atMs, errorShare(stepsIn(slice, journey, step ?? ""))] as const),
    })),
  ];
  return timeChart({ title: "Share that failed", unit: "share", series, format: formatShare, ...rest });
}

function baselineSeries({ baseline }: LoadReport, points: Series["points"]): Series[] {
  return baseline ? [{ name: "baseline", look: "baseline", points }] : [];
}

function perSecond(slice: Slice, count: (journey: ReturnType<typeof journeysIn>[number]) => number): number {
  return journeysIn(slice).reduce((sum, journey) => sum + count(journey), 0) / slice.seconds;
}

function vusIn({ windows }: Slice): number | null {
  const told = windows.flatMap(({ vus }) => (vus === null ? [] : [vus]));
  return told.length === 0 ? null : Math.max(...told);
}
