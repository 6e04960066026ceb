import { formatDuration } from "../../kit/duration.ts";
import { changeRows, comparisonSentence } from "./change-rows.ts";
import { evidenceLine } from "./evidence-line.ts";
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
import { gatesByUrgency, signOfGate, wordOfGate } from "./headline.ts";
import { type Markup, type MarkupPart, markup } from "./markup.ts";
import type { LoadReport } from "./load-report.ts";
import { type LoadRow, journeyRows, labelOf, stepRows } from "./load-rows.ts";
import { type Column, pageSection, pageTable } from "./page-table.ts";

export function gateSection({ run: { summary } }: LoadReport): Markup | null {
  const rows = gatesByUrgency(summary).map(({ name, outcome, text }) => [
    markup`<span class="${outcome}">${signOfGate[outcome]} ${wordOfGate[outcome]}</span>`,
    markup`<code>${name}</code>`,
    text,
  ]);
  const columns: Column[] = [
    ["outcome", "word"],
    ["gate", "text"],
    ["what was seen", "long"],
  ];
  return pageSection("Gates", rows.length === 0 ? markup`<p class="quiet">There were none.</p>` : pageTable(columns, rows));
}

export function stepSection(report: LoadReport): Markup | null {
  const rows = [...journeyRows(report), ...stepRows(report)];
  if (rows.length === 0) return null;
  const compared: Column[] = report.baseline
    ? [
        ["p95 before", "number"],
        ["change", "number"],
      ]
    : [];
  const columns: Column[] = [
    ["step", "text"],
    ...["times", "rate", "failed", "p50", "p90", "p95", "p99", "max"].map((title): Column => [title, "number"]),
    ...compared,
  ];
  return pageSection(
    "Steps, the slowest first",
    pageTable(
      columns,
      rows.map((row) => stepCells(row).slice(0, columns.length)),
    ),
  );
}

function stepCells({ label, step, times, perSecond, errorShare, duration, baseline }: LoadRow): MarkupPart[] {
  return [
    step === null ? markup`<strong>${label}</strong> <span class="quiet">whole journey</span>` : markup`<code>${label}</code>`,
    formatCount(times),
    formatRate(perSecond),
    formatShare(errorShare),
    ...(["p50", "p90", "p95", "p99", "max"] as const).map((name) => formatMs(duration?.[name] ?? null)),
    formatMs(baseline?.p95 ?? null),
    formatChange("p95", relativeChange(baseline?.p95 ?? null, duration?.p95 ?? null)),
  ];
}

export function errorSection({ run: { summary } }: LoadReport): Markup | null {
  const rows = summary.totals.errors
    .toSorted((a, b) => b.count - a.count)
    .map((error) => {
      const evidence = evidenceLine(error);
      return [
        formatCount(error.count),
        markup`<code>${labelOf(summary, error.journey, error.step)}</code>`,
        error.kind,
        markup`${error.cause}${evidence === "" ? null : markup`<pre>${evidence}</pre>`}`,
        formatOffset(error.firstAtMs - summary.startedAtMs),
      ];
    });
  if (rows.length === 0) return null;
  const columns: Column[] = [
    ["times", "number"],
    ["step", "text"],
    ["kind", "word"],
    ["cause, and what was seen first", "long"],
    ["first after", "number"],
  ];
  return pageSection("Errors", pageTable(columns, rows));
}

export function comparisonSection({ run: { summary } }: LoadReport): Markup | null {
  if (!summary.comparison) return null;
  const rows = changeRows(summary.comparison, summary).map((change) => [
    markup`<span class="${change.verdict}">${change.verdict.replaceAll("-", " ")}</span>`,
    markup`<code>${change.label}</code> ${change.measure}`,
    change.baseline,
    change.current,
    change.change,
    change.between,
  ]);
  const columns: Column[] = [
    ["", "word"],
    ["measure", "text"],
    ["before", "number"],
    ["now", "number"],
    ["change", "number"],
    ["lies between", "number"],
  ];
  return pageSection(
    "Against the baseline",
    markup`<p>${comparisonSentence(summary.comparison)}</p>
      ${pageTable(columns, rows)}`,
  );
}

export function environmentSection({ run: { summary }, baseline, environment }: LoadReport): Markup | null {
  const { totals } = summary;
  const facts: [string, string | null][] = [
    ["run", summary.id],
    ["started", formatInstant(summary.startedAtMs)],
    ["took", formatDuration(summary.endedAtMs - summary.startedAtMs)],
    ["configured rate", `${formatRate(summary.ratePerS)}, which is 1 in the profile`],
    ["target", environment.targetUrl === null ? summary.target : `${summary.target}, ${environment.targetUrl}`],
    ["revision", summary.revision],
    [
      "baseline",
      summary.baselineId === null
        ? null
        : [summary.baselineId, baseline?.summary.revision && `revision ${baseline.summary.revision}`].filter(Boolean).join(", "),
    ],
    ["location", environment.location],
    ["machine", environment.machine],
    [
      "tools",
      Object.entries(environment.tools)
        .map(([name, version]) => `${name} ${version}`)
        .join(", "),
    ],
    ["samples", formatCount(totals.samples)],
    ["samples too late for their window", totals.lateSamples === 0 ? null : formatCount(totals.lateSamples)],
    ["steps", totals.tooManySteps ? "more than a run may have: the rest was counted as one" : null],
  ];
  return pageSection(
    "Environment",
    markup`<dl class="facts">
      ${facts.map(([name, value]) =>
        value
          ? markup`<dt>${name}</dt>
              <dd>${value}</dd>`
          : null,
      )}
    </dl>`,
  );
}
