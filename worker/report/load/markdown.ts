import type { LoadError } from "../../contract/load.ts";
import { formatDuration } from "../../kit/duration.ts";
import { changeRows, comparisonSentence } from "./change-rows.ts";
import { probeRows } from "./during-load.ts";
import { evidenceLine } from "./evidence-line.ts";
import { firstBreakage, kneeSentence, whenItBroke } from "./first-breakage.ts";
import {
  formatChange,
  formatCount,
  formatInstant,
  formatMs,
  formatOffset,
  formatRate,
  formatShare,
  relativeChange,
} from "./format.ts";
import { gatesByUrgency, headline, loadSentence, wordOfGate } from "./headline.ts";
import type { LoadReport } from "./load-report.ts";
import { type LoadRow, labelOf, stepRows } from "./load-rows.ts";
import { code, prose, row, table } from "./markdown-text.ts";

const pictures = { passed: "✅", failed: "❌", invalid: "⚠️", interrupted: "⏹️" } as const;
/** Nobody sees it, and the next run finds its comment by it. */
const commentMark = "<!-- sonde-load -->";
const gatePictures = { kept: "✅", broken: "❌", "no-samples": "❔" } as const;

/** A comment on a pull request holds 65,536 characters: what there is most of is cut, and the whole is in the HTML page. */
const most = { reasons: 10, gates: 25, steps: 10, errors: 10, changes: 15, probes: 20 };

/** The report as a comment on a pull request: the verdict first, then why. What others said in it is inert. */
export function loadMarkdown(report: LoadReport): string {
  const { summary } = report.run;
  return [
    commentMark,
    `### ${pictures[summary.verdict]} Load ${code(summary.profile)} against ${code(summary.target)}: ${summary.verdict}`,
    "",
    `**${headline(summary)}** ${loadSentence(summary)}`,
    "",
    ...list(summary.reasons),
    ...gates(report),
    ...broke(report),
    ...steps(report),
    ...errors(report),
    ...comparison(report),
    ...singleUser(report),
    ...environment(report),
  ].join("\n");
}

function list(reasons: readonly string[]): string[] {
  if (reasons.length === 0) return [];
  return [
    ...cut(
      reasons.map((reason) => `- ${prose(reason)}`),
      most.reasons,
      "reason",
    ),
    "",
  ];
}

function gates({ run: { summary } }: LoadReport): string[] {
  const rows = gatesByUrgency(summary).map(({ name, outcome, text }) =>
    row(`${gatePictures[outcome]} ${wordOfGate[outcome]}`, code(name, 120), prose(text)),
  );
  return section(
    "Gates",
    tableOf(
      [
        ["", "left"],
        ["gate", "left"],
        ["what was seen", "left"],
      ],
      rows,
      most.gates,
      "gate",
    ),
  );
}

function broke({ run }: LoadReport): string[] {
  const first = firstBreakage(run);
  const knee = kneeSentence(run);
  if (!first) return knee ? [knee, ""] : [];
  const also =
    first.also.length === 0
      ? ""
      : ` In the same moment: ${first.also
          .slice(0, 5)
          .map((name) => code(name, 80))
          .join(", ")}.`;
  return section("What broke first", [
    `${code(first.label, 120)} ${whenItBroke(first)}: ${prose(first.what)}${first.cause === null ? "" : `, ${code(first.cause)}`}.${also}`,
    ...(knee ? ["", knee] : []),
    "",
  ]);
}

function steps(report: LoadReport): string[] {
  const rows = stepRows(report).map(stepRow);
  const columns = [
    "step",
    "times",
    "rate",
    "errors",
    "p50",
    "p95",
    "p99",
    "max",
    ...(report.baseline ? ["p95 before", "change"] : []),
  ];
  const head = columns.map((title, index) => [title, index === 0 ? "left" : "right"] as const);
  return section(
    "Slowest steps",
    tableOf(
      head,
      report.baseline ? rows.map(([now, before]) => row(...now, ...before)) : rows.map(([now]) => row(...now)),
      most.steps,
      "step",
    ),
  );
}

function stepRow({ label, times, perSecond, errorShare, duration, baseline }: LoadRow): [now: string[], before: string[]] {
  const latencies = (["p50", "p95", "p99", "max"] as const).map((name) => formatMs(duration?.[name] ?? null));
  const change = relativeChange(baseline?.p95 ?? null, duration?.p95 ?? null);
  return [
    [code(label, 120), formatCount(times), formatRate(perSecond), formatShare(errorShare), ...latencies],
    [formatMs(baseline?.p95 ?? null), formatChange("p95", change)],
  ];
}

function errors({ run: { summary } }: LoadReport): string[] {
  const rows = summary.totals.errors
    .toSorted((a, b) => b.count - a.count)
    .map((error: LoadError) =>
      row(
        formatCount(error.count),
        code(labelOf(summary, error.journey, error.step), 120),
        code(error.cause),
        `after ${formatOffset(error.firstAtMs - summary.startedAtMs)}`,
        code(evidenceLine(error), 300),
      ),
    );
  const head = [
    ["times", "right"],
    ["step", "left"],
    ["cause", "left"],
    ["first", "left"],
    ["what was seen then", "left"],
  ] as const;
  return section("Errors", tableOf(head, rows, most.errors, "kind of error"));
}

function comparison({ run: { summary } }: LoadReport): string[] {
  if (!summary.comparison) return [];
  const rows = changeRows(summary.comparison, summary)
    .filter(({ verdict }) => verdict !== "no-change")
    .map((change) =>
      row(
        change.verdict,
        code(change.label, 120),
        change.measure,
        change.baseline,
        change.current,
        change.change,
        change.between,
      ),
    );
  const head = [
    ["", "left"],
    ["step", "left"],
    ["", "left"],
    ["before", "right"],
    ["now", "right"],
    ["change", "right"],
    ["between", "left"],
  ] as const;
  return section("Against the baseline", [
    `${comparisonSentence(summary.comparison)}${summary.baselineId === null ? "" : ` Baseline: ${code(summary.baselineId)}.`}`,
    "",
    ...tableOf(head, rows, most.changes, "change"),
  ]);
}

function singleUser({ probes }: LoadReport): string[] {
  const rows = probeRows(probes).map((probe) =>
    row(
      code(probe.probe, 80),
      String(probe.runs),
      `${probe.up} up, ${probe.degraded} degraded, ${probe.down} down${probe.notMeasured === 0 ? "" : `, ${probe.notMeasured} not measured`}`,
      formatMs(probe.medianMs),
      formatMs(probe.slowestMs),
      code(probe.cause ?? ""),
    ),
  );
  const head = [
    ["probe", "left"],
    ["runs", "right"],
    ["", "left"],
    ["median", "right"],
    ["slowest", "right"],
    ["first trouble", "left"],
  ] as const;
  return section("A single user meanwhile", tableOf(head, rows, most.probes, "probe"));
}

function environment({ run: { summary }, environment: { location, machine, tools, targetUrl } }: LoadReport): string[] {
  const versions = Object.entries(tools).map(([name, version]) => `${name} ${version}`);
  const facts = [
    `run ${summary.id}`,
    `started ${formatInstant(summary.startedAtMs)}, took ${formatDuration(summary.endedAtMs - summary.startedAtMs)}`,
    ...(targetUrl === null ? [] : [`target ${targetUrl}`]),
    ...(summary.revision === null ? [] : [`revision ${summary.revision}`]),
    `from ${location}, ${machine}`,
    versions.join(", "),
  ].filter((fact) => fact !== "");
  return [`<sub>${facts.map((fact) => prose(fact)).join(" · ")}</sub>`, ""];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`#### ${title}`, "", ...lines];
}

function tableOf(head: Parameters<typeof table>[0], rows: readonly string[], most: number, noun: string): string[] {
  const shown = table(head, rows.slice(0, most));
  return rows.length > most ? [...shown, andMore(rows.length - most, noun), ""] : shown;
}

function cut(lines: readonly string[], most: number, noun: string): string[] {
  return lines.length > most ? [...lines.slice(0, most), `- ${andMore(lines.length - most, noun)}`] : [...lines];
}

function andMore(count: number, noun: string): string {
  const nouns = noun === "kind of error" ? (count === 1 ? noun : "kinds of error") : `${noun}${count === 1 ? "" : "s"}`;
  return `… and ${count} more ${nouns}.`;
}
