import type { GateResult, JourneyLoad } from "../contract/load.ts";
import { formatDuration } from "../kit/duration.ts";
import { printable } from "../kit/printable.ts";
import { sumOf, triesOf } from "../load/counts.ts";
import { colourOfGate } from "../report/load/colours.ts";
import { formatCount, formatMs, formatRate, formatShare } from "../report/load/format.ts";
import { signOfGate } from "../report/load/headline.ts";
import type { Paint } from "./paint.ts";

/** What is to be seen of a load run at one moment. */
export interface LoadView {
  title: string;
  elapsedMs: number;
  durationMs: number;
  /** Iterations per second that the plan asks for now; `null`: a script that plans its own. */
  askedPerS: number | null;
  /** Iterations per second lately. */
  reachedPerS: number;
  dropped: number;
  vus: number | null;
  maxVUs: number;
  /** Share of all cores, 0 to 1; `null`: unknown. */
  cpuShare: number | null;
  journeys: readonly JourneyLoad[];
  gates: readonly GateResult[];
  /** The last things to know, oldest first. */
  notes: readonly string[];
  width: number;
  height: number;
  paint: Paint;
}

const barWidth = 24;

/** The live view as lines for a terminal. What does not fit is left out, the gates that are kept first. */
export function renderLoad(view: LoadView): string {
  const { title, notes, width, height, paint } = view;
  const head = [paint("bold", printable(title, width)), progress(view), vitals(view), ""];
  const steps = stepLines(view);
  const room = Math.max(4, height - head.length - notes.length - 3);
  const gates = gateLines(view, Math.max(3, room - steps.length));
  return [
    ...head,
    ...steps.slice(0, Math.max(3, room - gates.length)),
    "",
    ...gates,
    ...notes.map((note) => paint("gray", printable(note, width))),
    paint("gray", "Ctrl-C stops the load and reports what was measured".slice(0, width)),
  ].join("\n");
}

/** The same in one line, for where no terminal is. */
export function loadLine({ elapsedMs, durationMs, askedPerS, reachedPerS, dropped, vus, journeys, gates }: LoadView): string {
  const slowest = Math.max(0, ...journeys.map(({ duration }) => duration?.p95 ?? 0));
  const broken = gates.filter(({ outcome }) => outcome === "broken").map(({ name }) => name);
  return [
    `${formatDuration(elapsedMs)} of ${formatDuration(durationMs)}`,
    rates(askedPerS, reachedPerS),
    `${vus ?? 0} VUs`,
    `${formatShare(failedShare(journeys))} failed`,
    ...(dropped > 0 ? [`${formatCount(dropped)} dropped`] : []),
    ...(slowest > 0 ? [`p95 ${formatMs(slowest)}`] : []),
    broken.length === 0
      ? "all gates kept"
      : `broken: ${printable(broken.slice(0, 3).join(", "), 200)}${broken.length > 3 ? " …" : ""}`,
  ].join(" · ");
}

function progress({ elapsedMs, durationMs, paint }: LoadView): string {
  const part = durationMs > 0 ? Math.min(1, elapsedMs / durationMs) : 0;
  const full = Math.round(part * barWidth);
  const bar = `${paint("green", "█".repeat(full))}${paint("gray", "░".repeat(barWidth - full))}`;
  return `${bar} ${formatDuration(elapsedMs)} of ${formatDuration(durationMs)}`;
}

function vitals({ askedPerS, reachedPerS, dropped, vus, maxVUs, cpuShare, journeys, paint }: LoadView): string {
  const failed = failedShare(journeys);
  const parts = [
    rates(askedPerS, reachedPerS),
    `${vus ?? 0} of ${maxVUs} VUs`,
    paint((failed ?? 0) > 0.01 ? "red" : "green", `${formatShare(failed)} failed`),
    ...(dropped > 0 ? [paint("red", `${formatCount(dropped)} dropped`)] : []),
    ...(cpuShare === null ? [] : [paint(cpuShare > 0.9 ? "red" : "gray", `generator at ${Math.round(cpuShare * 100)} % CPU`)]),
  ];
  return parts.join("  ·  ");
}

function rates(askedPerS: number | null, reachedPerS: number): string {
  return askedPerS === null ? formatRate(reachedPerS) : `${formatRate(reachedPerS)} of ${formatRate(askedPerS)}`;
}

function failedShare(journeys: readonly JourneyLoad[]): number | null {
  const { tried, failed } = triesOf(sumOf(journeys));
  return tried > 0 ? failed / tried : null;
}

function stepLines({ journeys, width, paint }: LoadView): string[] {
  const rows = journeys.flatMap(({ journey, steps }) =>
    steps.map(({ step, duration, ...counts }) => {
      const { tried, failed } = triesOf(counts);
      const name = journeys.length > 1 ? `${journey} / ${step}` : step;
      return { name: printable(name, 40), tried, failed, duration };
    }),
  );
  const nameWidth = Math.max(4, ...rows.map(({ name }) => name.length));
  const head = `${"STEP".padEnd(nameWidth)} ${["TIMES", "FAILED", "P50", "P95", "P99"].map((title) => title.padStart(9)).join("")}`;
  return [
    paint("gray", head.slice(0, width)),
    ...rows.map(({ name, tried, failed, duration }) => {
      const cells = [
        formatCount(tried),
        failed === 0 ? "0" : formatCount(failed),
        ...[duration?.p50, duration?.p95, duration?.p99].map((ms) => formatMs(ms ?? null)),
      ];
      const line = `${name.padEnd(nameWidth)} ${cells.map((cell) => cell.padStart(9)).join("")}`.slice(0, width);
      return failed > 0 ? paint("red", line) : line;
    }),
  ];
}

const urgency = { broken: 0, "no-samples": 1, kept: 2 } as const;

function gateLines({ gates, width, paint }: LoadView, most: number): string[] {
  const sorted = gates.toSorted((a, b) => urgency[a.outcome] - urgency[b.outcome]);
  const shown = sorted.length > most ? sorted.slice(0, most - 1) : sorted;
  const more = sorted.length - shown.length;
  return [
    ...shown.map(({ outcome, name, text }) =>
      paint(colourOfGate[outcome], printable(`${signOfGate[outcome]} ${name}: ${text}`, width)),
    ),
    ...(more > 0 ? [paint("gray", `… and ${more} more gates`)] : []),
  ];
}
