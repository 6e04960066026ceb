import { type Series, type Tick, chartFigure, looks } from "./chart.ts";
import { formatMs } from "./format.ts";
import type { Markup } from "./markup.ts";
import type { ReadSketches } from "./load-report.ts";
import type { LoadRow } from "./load-rows.ts";
import { valueAxis } from "./time-chart.ts";

/** Each is ten times as far up the tail as the one before. */
const ticks = [0, 0.5, 0.9, 0.99, 0.999, 0.9999];
const between = 12;

/**
 * How slow the slowest are: latency by percentile, on an axis that gives every tenth of what is left the same room. A dashed line
 * is the baseline's of the step that is drawn first. `null`: there are no steps.
 */
export function percentileChart(steps: readonly LoadRow[], read: ReadSketches): Markup | null {
  const measured = steps.flatMap((step) => (step.duration ? [{ ...step, duration: step.duration }] : []));
  const [first] = measured;
  if (!first) return null;
  const most = Math.max(...measured.map(({ duration }) => duration.count));
  // The slowest of 1,000 is the 99.9th percentile; beyond it nothing is known.
  const shown = ticks.filter((quantile) => quantile <= 0.9 || (1 - quantile) * most >= 0.999);
  const xMax = tail(shown.at(-1) ?? 0.9);
  const series: Series[] = [
    ...(first.baseline
      ? [{ name: `baseline of ${first.label}`, look: "baseline" as const, points: curve(read([first.baseline.sketch]), xMax) }]
      : []),
    ...measured.map(({ label, duration }, index) => ({
      name: label,
      look: looks[index % looks.length] ?? "a",
      points: curve(read([duration.sketch]), xMax),
    })),
  ];
  const max = Math.max(0, ...series.flatMap(({ points }) => points.map(([, y]) => y ?? 0)));
  return chartFigure({
    title: "Latency by percentile",
    xLabel: "percentile of occurrences",
    xMax,
    xTicks: shown.map(tickOf),
    ...valueAxis("ms", max),
    series,
    marks: [],
    hints: shown.map((quantile) => ({
      at: tail(quantile),
      text: `${tickOf(quantile).text}: ${series.map((one) => `${one.name} ${formatMs(valueAt(one, tail(quantile)))}`).join(", ")}`,
    })),
  });
}

/** 0 at the fastest, 1 at the 90th percentile, 2 at the 99th. */
function tail(quantile: number): number {
  return -Math.log10(1 - quantile);
}

function curve(at: (quantile: number) => number | null, xMax: number): (readonly [number, number | null])[] {
  const count = Math.round(xMax * between);
  const regular = Array.from({ length: count + 1 }, (_, index) => index / between).filter((x) => x <= xMax);
  const places = [...new Set([...regular, ...ticks.map(tail).filter((x) => x <= xMax)])].sort((a, b) => a - b);
  return places.map((x) => [x, at(1 - 10 ** -x)]);
}

function valueAt({ points }: Series, x: number): number | null {
  return points.find(([place]) => place === x)?.[1] ?? null;
}

function tickOf(quantile: number): Tick {
  return { at: tail(quantile), text: `${Number((quantile * 100).toFixed(4))} %` };
}
