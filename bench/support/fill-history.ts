import { rolledUpMeasures } from "../../worker/contract/measurements.ts";
import { type RollupRun, rollupSpans } from "../../worker/contract/rollup.ts";
import { lineOf } from "../../worker/deliver/line.ts";
import { rollUp } from "../../worker/deliver/roll-up.ts";
import type { Lab } from "./figure.ts";
import { type GeneratedRun, type Grid, runsOfHour } from "./many-runs.ts";
import { linesOfRun } from "./raw-lines.ts";

const hourMs = rollupSpans["1h"];
const slotMs = rollupSpans["5m"];
/** Hours whose lines are sent together. */
const hoursAtOnce = 4;

export interface History {
  url: string;
  database: string;
  probes: number;
  grid: Grid;
  /** Full hours, epoch milliseconds; raw points begin later than roll-ups. */
  fromMs: number;
  rawFromMs: number;
  untilMs: number;
  lab: Pick<Lab, "signal" | "say">;
}

export interface Filled {
  rawPoints: number;
  rollupPoints: number;
  /** What roll-ups cost where they are made: milliseconds of CPU for an hour of a probe, median of all. */
  rollUpMs: number;
}

/** Writes what a worker would have delivered in that time, oldest first. Rejects with InfluxDB's words. */
export async function fillHistory(history: History): Promise<Filled> {
  const { fromMs, untilMs, probes, lab } = history;
  const filled: Filled = { rawPoints: 0, rollupPoints: 0, rollUpMs: 0 };
  let spentMs = 0;
  let sending: Promise<unknown> = Promise.resolve();
  for (let atMs = fromMs; atMs < untilMs; atMs += hoursAtOnce * hourMs) {
    lab.signal.throwIfAborted();
    if ((atMs - fromMs) % (10 * 24 * hourMs) === 0) lab.say(`history: day ${(atMs - fromMs) / 24 / hourMs}`);
    const lines = { raw: [] as string[], rollups: [] as string[] };
    const endMs = Math.min(untilMs, atMs + hoursAtOnce * hourMs);
    for (let probe = 0; probe < probes; probe++) {
      for (let hour = atMs; hour < endMs; hour += hourMs) spentMs += addHour(hour, probe, history, lines);
    }
    filled.rawPoints += countLines(lines.raw);
    filled.rollupPoints += lines.rollups.length;
    await sending;
    sending = Promise.all([send(lines.raw, "raw", history), send(lines.rollups, "rollups", history)]);
  }
  await sending;
  filled.rollUpMs = spentMs / (((untilMs - fromMs) / hourMs) * probes);
  return filled;
}

/** Returns the milliseconds that its roll-ups took. */
function addHour(hour: number, probe: number, { grid, rawFromMs }: History, lines: { raw: string[]; rollups: string[] }): number {
  const series = { target: "demo", probe: `probe-${probe}`, location: "here" };
  const tags = `target=${series.target},probe=${series.probe},location=${series.location}`;
  const runs = [...runsOfHour(hour, probe, grid)];
  if (hour >= rawFromMs) lines.raw.push(...runs.map((run, index) => linesOfRun(run, tags, idOf(hour, probe, index))));
  const slotsMs = Array.from({ length: hourMs / slotMs }, (_, index) => hour + index * slotMs);
  const begun = performance.now();
  const points = rollUp({ series, hourMs: hour, slotsMs, runs: runs.map(asStored), prunedMs: 0, seq: 0 });
  const tookMs = performance.now() - begun;
  for (const point of points) lines.rollups.push(`${lineOf(point)}\n`);
  return tookMs;
}

/** With the measures that roll-ups have. */
function asStored({ startedAtMs, durationMs, verdict, attempt, steps }: GeneratedRun): RollupRun {
  const rolledUp = steps.map((step) => ({
    ...step,
    measures: Object.fromEntries(
      rolledUpMeasures.flatMap((name) => (name in step.measures ? [[name, step.measures[name]]] : [])),
    ),
  }));
  return { startedAtMs, durationMs, verdict, attempt, maintenance: false, cold: false, steps: rolledUp };
}

function idOf(hour: number, probe: number, index: number): string {
  return `${(hour / hourMs).toString(16).padStart(8, "0")}-6800-7000-8000-${String(probe * 10_000 + index).padStart(12, "0")}`;
}

async function send(lines: readonly string[], policy: "raw" | "rollups", { url, database, lab }: History): Promise<void> {
  if (lines.length === 0) return;
  const target = `${url}/write?${new URLSearchParams({ db: database, rp: policy, precision: "ns" })}`;
  const response = await fetch(target, { method: "POST", body: lines.join(""), signal: lab.signal });
  if (response.status !== 204) throw new Error(`InfluxDB answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
}

function countLines(blocks: readonly string[]): number {
  return blocks.reduce((sum, block) => sum + block.split("\n").length - 1, 0);
}
