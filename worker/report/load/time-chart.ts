import { type Chart, type Series, type Tick, chartFigure } from "./chart.ts";
import { timeTicks, valueTicks } from "./chart-ticks.ts";
import { formatOffset } from "./format.ts";
import type { Markup } from "./markup.ts";

/** A chart of values over the time of the run. */
export interface TimeChart {
  title: string;
  unit: ValueUnit;
  /** How long the run took, in milliseconds. */
  lengthMs: number;
  /** `x` in milliseconds since the start. */
  series: readonly Series[];
  marks: readonly Tick[];
  /** How a value is called where a hint tells it. */
  format: (value: number) => string;
}

export type ValueUnit = "ms" | "per second" | "share" | "VUs";

export function timeChart({ title, unit, lengthMs, series, marks, format }: TimeChart): Markup {
  const all = series.flatMap(({ points }) => points);
  const axis = valueAxis(unit, Math.max(0, ...all.map(([, y]) => y ?? 0)));
  const xMax = Math.max(lengthMs, 1_000, ...all.map(([x]) => x));
  return chartFigure({
    title,
    xLabel: "time since the start (m:ss)",
    xMax,
    xTicks: timeTicks(xMax).map((at) => ({ at, text: formatOffset(at) })),
    ...axis,
    series,
    marks,
    hints: hintsOf(series, format),
  });
}

/** Ticks and label of the axis of values from 0 to `max`. */
export function valueAxis(unit: ValueUnit, max: number): Pick<Chart, "yTicks" | "yLabel"> {
  const [factor, yLabel] = scaleOf(unit, max);
  const ticks = valueTicks(unit === "VUs" ? Math.max(4, max * factor) : max * factor);
  return { yLabel, yTicks: ticks.map((value) => ({ at: value / factor, text: value.toLocaleString("en-US") })) };
}

function scaleOf(unit: ValueUnit, max: number): [factor: number, label: string] {
  if (unit === "ms") return max >= 10_000 ? [0.001, "seconds"] : [1, "milliseconds"];
  return unit === "share" ? [100, "percent"] : [1, unit];
}

function hintsOf(series: readonly Series[], format: (value: number) => string): Chart["hints"] {
  const times = series.find(({ look }) => look !== "baseline")?.points.map(([x]) => x) ?? [];
  const told = series.map(({ name, points }) => ({ name, at: new Map(points) }));
  return times.map((at) => {
    const values = told.flatMap((one) => {
      const value = one.at.get(at);
      return value === undefined || value === null ? [] : [`${one.name} ${format(value)}`];
    });
    return { at, text: `${formatOffset(at)}: ${values.join(", ") || "no samples"}` };
  });
}
