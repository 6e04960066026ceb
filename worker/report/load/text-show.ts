import { formatDuration } from "../../kit/duration.ts";
import { printable } from "../../kit/printable.ts";
import { comparisonSentence } from "./change-rows.ts";
import { colourOfGate, colourOfVerdict } from "./colours.ts";
import { probeRows } from "./during-load.ts";
import { evidenceLine } from "./evidence-line.ts";
import { firstBreakage, kneeSentence, whenItBroke } from "./first-breakage.ts";
import { formatCount, formatInstant, formatMs, formatOffset, formatRate, formatShare } from "./format.ts";
import { gatesByUrgency, headline, loadSentence, signOfGate, wordOfGate } from "./headline.ts";
import type { LoadReport } from "./load-report.ts";
import { journeyRows, labelOf, stepRows } from "./load-rows.ts";
import type { Paint } from "./paint.ts";
import { type TextColumn, textTable } from "./text-table.ts";

/** `sonde load show`, and the end of a run: the whole report as text for a terminal. */
export function loadText(report: LoadReport, paint: Paint): string {
  const { summary } = report.run;
  return [
    `${paint(colourOfVerdict[summary.verdict], summary.verdict)} ${paint("bold", printable(`${summary.target}/${summary.profile}`))}  ${headline(summary)}`,
    `  ${loadSentence(summary)}`,
    ...summary.reasons.map((reason) => `  ${printable(reason)}`),
    ...part("gates", gates(report, paint), paint),
    ...part("what broke first", broke(report), paint),
    ...part("steps, the slowest first", steps(report, paint), paint),
    ...part("errors", errors(report, paint), paint),
    ...part("against the baseline", summary.comparison ? [comparisonSentence(summary.comparison)] : [], paint),
    ...part("a single user meanwhile", singleUser(report, paint), paint),
    ...part("", facts(report), paint),
  ].join("\n");
}

function part(title: string, lines: readonly string[], paint: Paint): string[] {
  if (lines.length === 0) return [];
  return ["", ...(title === "" ? [] : [paint("bold", title)]), ...lines.map((line) => `  ${line}`)];
}

function gates({ run: { summary } }: LoadReport, paint: Paint): string[] {
  const rows = gatesByUrgency(summary).map(({ name, outcome, text }) => [
    [`${signOfGate[outcome]} ${wordOfGate[outcome]}`, colourOfGate[outcome]] as const,
    name,
    text,
  ]);
  return textTable(
    [
      ["", "left"],
      ["", "left"],
      ["", "left"],
    ],
    rows,
    paint,
    90,
  );
}

function broke({ run }: LoadReport): string[] {
  const first = firstBreakage(run);
  const knee = kneeSentence(run);
  const told = first && [
    `${first.label} ${whenItBroke(first)}: ${first.what}${first.cause === null ? "" : `, ${first.cause}`}`,
    ...(first.also.length === 0 ? [] : [`in the same moment: ${first.also.join(", ")}`]),
  ];
  return [...(told ?? []), ...(knee === null ? [] : [knee])].map((line) => printable(line, 400));
}

function steps(report: LoadReport, paint: Paint): string[] {
  const rows = [...journeyRows(report), ...stepRows(report)].map(({ label, step, times, perSecond, errorShare, duration }) => [
    step === null ? ([`${label} (whole)`, "bold"] as const) : label,
    formatCount(times),
    formatRate(perSecond),
    formatShare(errorShare),
    ...(["p50", "p95", "p99", "max"] as const).map((name) => formatMs(duration?.[name] ?? null)),
  ]);
  const numbers = ["times", "rate", "failed", "p50", "p95", "p99", "max"].map((title): TextColumn => [title, "right"]);
  return textTable([["step", "left"], ...numbers], rows, paint, 48);
}

function errors({ run: { summary } }: LoadReport, paint: Paint): string[] {
  const rows = summary.totals.errors
    .toSorted((a, b) => b.count - a.count)
    .map((error) => [
      formatCount(error.count),
      labelOf(summary, error.journey, error.step),
      formatOffset(error.firstAtMs - summary.startedAtMs),
      [error.cause, evidenceLine(error)].filter((text) => text !== "").join(" — "),
    ]);
  return textTable(
    [
      ["times", "right"],
      ["step", "left"],
      ["first", "right"],
      ["cause", "left"],
    ],
    rows,
    paint,
    160,
  );
}

function singleUser({ probes }: LoadReport, paint: Paint): string[] {
  const rows = probeRows(probes).map((probe) => [
    probe.probe,
    ...[probe.runs, probe.up, probe.degraded, probe.down, probe.notMeasured].map(String),
    formatMs(probe.medianMs),
    formatMs(probe.slowestMs),
    probe.cause ?? "",
  ]);
  const numbers = ["runs", "up", "degraded", "down", "not measured", "median", "slowest"].map((title): TextColumn => [
    title,
    "right",
  ]);
  return textTable([["probe", "left"], ...numbers, ["first trouble", "left"]], rows, paint, 100);
}

function facts({ run: { summary }, environment: { location, machine, tools } }: LoadReport): string[] {
  const versions = Object.entries(tools).map(([name, version]) => `${name} ${version}`);
  return [
    `run ${summary.id}, ${formatInstant(summary.startedAtMs)}, ${formatDuration(summary.endedAtMs - summary.startedAtMs)}`,
    [summary.revision === null ? "" : `revision ${summary.revision}`, `from ${location}`, machine, ...versions]
      .filter((fact) => fact !== "")
      .join(", "),
  ].map((line) => printable(line));
}
