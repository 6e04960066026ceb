import { type Markup, markup } from "./markup.ts";

/** How a series looks: six that differ in colour and in dashes, and the baseline's quiet one. */
export const looks = ["a", "b", "c", "d", "e", "f"] as const;
export type Look = (typeof looks)[number] | "baseline";

export interface Series {
  name: string;
  look: Look;
  /** In the order of `x`; a `null` is a gap. */
  points: readonly Point[];
  /** Dots without a line between them. */
  dots?: boolean;
}

export type Point = readonly [x: number, y: number | null];

export interface Tick {
  at: number;
  text: string;
}

export interface Chart {
  title: string;
  /** What the axes show, with units: `time since the start`, `milliseconds`. */
  xLabel: string;
  yLabel: string;
  /** The largest `x`; the smallest is 0. */
  xMax: number;
  xTicks: readonly Tick[];
  /** The first stands for the bottom and the last for the top. */
  yTicks: readonly Tick[];
  series: readonly Series[];
  /** Upright lines with a word. */
  marks: readonly Tick[];
  /** What pointing at an `x` tells. */
  hints: readonly { at: number; text: string }[];
}

const size = { width: 440, height: 240 };
const frame = { left: 50, right: 24, top: 24, bottom: 38 };
const inner = { width: size.width - frame.left - frame.right, height: size.height - frame.top - frame.bottom };

interface Scale {
  x: (value: number) => number;
  y: (value: number) => number;
}

/** A chart as a figure: SVG with axes, and a legend below it. Colours come from the page's style sheet. */
export function chartFigure(chart: Chart): Markup {
  const scale = scaleOf(chart);
  return markup`<figure>
<figcaption>${chart.title}</figcaption>
<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${chart.title}">
${axes(chart, scale)}
${chart.marks.map((mark) => markLine(mark, scale))}
${chart.series.map((series) => (series.dots ? dotsOf(series, scale) : lineOf(series, scale)))}
${hintAreas(chart, scale)}
</svg>
<ul class="legend">${chart.series.map(legend)}</ul>
</figure>
`;
}

function scaleOf({ xMax, yTicks }: Chart): Scale {
  const top = yTicks.at(-1)?.at ?? 1;
  return {
    x: (value) => round(frame.left + (value / (xMax || 1)) * inner.width),
    y: (value) => round(frame.top + inner.height * (1 - Math.min(1, value / (top || 1)))),
  };
}

function axes({ xTicks, yTicks, xLabel, yLabel }: Chart, { x, y }: Scale): Markup {
  const right = size.width - frame.right;
  const bottom = size.height - frame.bottom;
  return markup`<g class="axis">
${yTicks.map(({ at }) => stroke(frame.left, y(at), right, y(at), "grid"))}
${yTicks.map(({ at, text }) => label(frame.left - 6, y(at) + 4, "end", text))}
${xTicks.map(({ at }) => stroke(x(at), bottom, x(at), bottom + 4, "tick"))}
${xTicks.map(({ at, text }) => label(x(at), bottom + 16, "middle", text))}
${label(2, 12, "start", yLabel)}${label(right, size.height - 4, "end", xLabel)}
</g>`;
}

function markLine({ at, text }: Tick, { x }: Scale): Markup {
  const isRight = x(at) > size.width * 0.6;
  return markup`<g class="mark">
${stroke(x(at), frame.top, x(at), size.height - frame.bottom, "mark")}
${label(x(at) + (isRight ? -4 : 4), frame.top - 4, isRight ? "end" : "start", text)}
</g>`;
}

function stroke(x1: number, y1: number, x2: number, y2: number, name: string): Markup {
  return markup`<line class="${name}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

function label(x: number, y: number, anchor: "start" | "middle" | "end", text: string): Markup {
  return markup`<text x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`;
}

function lineOf({ look, points }: Series, { x, y }: Scale): Markup {
  const pieces = runsOf(points);
  const path = pieces
    .filter((piece) => piece.length > 1)
    .map((piece) => `M${piece.map(([at, value]) => `${x(at)} ${y(value)}`).join("L")}`)
    .join("");
  const alone = pieces.flatMap((piece) => (piece.length === 1 ? piece : []));
  return markup`<path class="line ${look}" d="${path}"/>${alone.map(([at, value]) => dot(look, x(at), y(value)))}`;
}

function dotsOf({ look, points }: Series, { x, y }: Scale): Markup {
  const dots = runsOf(points).flat();
  return markup`${dots.map(([at, value]) => dot(look, x(at), y(value)))}`;
}

/** Shapes differ as well as colours. */
function dot(look: Look, x: number, y: number): Markup {
  if (look === "a") return markup`<circle class="dot a" cx="${x}" cy="${y}" r="3"/>`;
  if (look === "b") return markup`<rect class="dot b" x="${round(x - 3)}" y="${round(y - 3)}" width="6" height="6"/>`;
  if (look === "c") return markup`<path class="cross c" d="M${round(x - 4)} ${round(y - 4)}l8 8m0 -8l-8 8"/>`;
  return markup`<circle class="ring ${look}" cx="${x}" cy="${y}" r="3"/>`;
}

/** Points in a row without a gap. */
function runsOf(points: readonly Point[]): [number, number][][] {
  const runs: [number, number][][] = [[]];
  for (const [x, y] of points) {
    if (y === null) runs.push([]);
    else runs.at(-1)?.push([x, y]);
  }
  return runs.filter((run) => run.length > 0);
}

/** Strips over the whole height, from half-way to the neighbour on the left to half-way to that on the right. */
function hintAreas({ hints, xMax }: Chart, { x }: Scale): Markup {
  const strips = hints.map(({ at, text }, index) => {
    const from = x(middle(hints[index - 1]?.at ?? 0, at));
    const width = round(Math.max(1, x(middle(at, hints[index + 1]?.at ?? xMax)) - from));
    return markup`<rect x="${from}" y="${frame.top}" width="${width}" height="${inner.height}"><title>${text}</title></rect>`;
  });
  return markup`<g class="hints">${strips}</g>`;
}

function legend({ name, look, dots }: Series): Markup {
  const sample = dots ? dot(look, 13, 5) : markup`<path class="line ${look}" d="M1 5H25"/>`;
  return markup`<li><svg class="sample" viewBox="0 0 26 10" aria-hidden="true">${sample}</svg>${name}</li>`;
}

function middle(a: number, b: number): number {
  return (a + b) / 2;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
