import type { Probe } from "../contract/config.ts";
import type { ProbeState } from "../contract/run.ts";
import type { Verdict } from "../contract/words.ts";
import { formatDuration } from "../kit/duration.ts";
import { printable } from "../kit/printable.ts";
import { type Paint, colourOf } from "./paint.ts";
import { sparkline } from "./sparkline.ts";

/** What a run left for the table. */
export interface RunGlance {
  verdict: Verdict;
  durationMs: number;
  startedAtMs: number;
  cause: string | null;
}

/** One line of the table. */
export interface ProbeRow {
  probe: Pick<Probe, "name" | "target" | "labels">;
  state: ProbeState | null;
  /** Oldest first. */
  runs: RunGlance[];
  /** Epoch milliseconds, or `"running"`; `null`: not scheduled here. */
  next: number | "running" | null;
}

export interface ScreenView {
  title: string;
  rows: ProbeRow[];
  /** How delivery stands. */
  outbox: string;
  /** The last things that were logged, oldest first. */
  notes: string[];
  footer: string;
  nowMs: number;
  width: number;
  paint: Paint;
}

const sparkWidth = 16;

/** The table of probes as lines for a terminal of `width` columns. */
export function renderScreen(view: ScreenView): string {
  const { title, rows, outbox, notes, footer, width, paint } = view;
  const nameWidth = Math.max(5, ...rows.map(({ probe }) => probe.name.length));
  const header = `${"PROBE".padEnd(nameWidth)}  ${"STATE".padEnd(16)}  ${"LATENCY".padEnd(sparkWidth + 9)}  ${"NEXT".padEnd(11)}  LAST RUN`;
  return [
    paint("bold", printable(title, width)),
    "",
    paint("gray", header.slice(0, width)),
    ...rows.map((row) => renderRow(row, nameWidth, view)),
    "",
    paint("gray", printable(outbox, width)),
    ...notes.map((note) => paint("gray", printable(note, width))),
    paint("gray", printable(footer, width)),
  ].join("\n");
}

function renderRow({ probe, state, runs, next }: ProbeRow, nameWidth: number, { nowMs, width, paint }: ScreenView): string {
  const shown = state?.state ?? "unknown";
  const since = state && shown !== "unknown" ? ` ${formatDuration(Math.max(0, nowMs - state.sinceMs))}` : "";
  const last = runs.at(-1);
  const latency = last ? formatDuration(last.durationMs) : "";
  const spark = sparkline(runs.slice(-sparkWidth)).padStart(sparkWidth);
  const verdict = last ? `${last.verdict}${last.cause ? ` ${last.cause}` : ""}` : "no run yet";
  const cells: Cell[] = [
    [null, `${probe.name.padEnd(nameWidth)}  `],
    [colourOf(shown), `● ${`${shown}${since}`.padEnd(14)}`],
    [null, `  ${spark} ${latency.padStart(8)}  ${nextCell(next, nowMs).padEnd(11)}  `],
    [last ? colourOf(last.verdict) : null, printable(verdict)],
  ];
  return fit(cells, width, paint);
}

type Cell = [colour: ReturnType<typeof colourOf> | null, text: string];

/** Cells side by side, cut where the terminal ends: a line that wraps would take the table apart. */
function fit(cells: readonly Cell[], width: number, paint: Paint): string {
  let room = width;
  return cells
    .map(([colour, text]) => {
      const shown = text.length > room ? `${text.slice(0, room - 1)}…`.slice(0, room) : text;
      room -= shown.length;
      return colour && shown !== "" ? paint(colour, shown) : shown;
    })
    .join("");
}

function nextCell(next: ProbeRow["next"], nowMs: number): string {
  if (next === null) return "-";
  if (next === "running") return "running";
  return `in ${formatDuration(Math.max(0, Math.ceil((next - nowMs) / 1_000) * 1_000)).replace(/\.0 s$/, " s")}`;
}
