import type { Evidence } from "../contract/markers.ts";
import type { Run, Step, StepTimings } from "../contract/run.ts";
import { formatDuration } from "../kit/duration.ts";
import { printable } from "../kit/printable.ts";
import { clockLine, contactLine } from "./contact-line.ts";
import { type Paint, colourOf } from "./paint.ts";

/** A run as text: what happened, step by step, with what was seen. `waiting`: how many of its points InfluxDB has not taken yet. */
export function renderRun(run: Run, waiting: number, paint: Paint): string {
  return [
    `${paint(colourOf(run.verdict), run.verdict)} ${paint("bold", `${run.target}/${run.probe}`)} ${formatDuration(run.durationMs)}`,
    ...(run.cause ? [`  ${printable(run.cause)}`] : []),
    ...facts(run),
    ...run.steps.flatMap((step) => renderStep(step, paint)),
    ...section(
      "log",
      run.logs.map(({ level, message }) => `${level.padEnd(7)} ${message}`),
      paint,
    ),
    ...(waiting === 0 ? [] : ["", `${waiting} of its points wait for InfluxDB.`]),
  ].join("\n");
}

function facts(run: Run): string[] {
  const rows: [string, string | null][] = [
    ["run", run.id],
    ["trace", run.traceId],
    [
      "started",
      `${new Date(run.startedAtMs).toISOString()} (${run.trigger}, attempt ${run.attempt}, ${formatDuration(run.latenessMs)} late)`,
    ],
    ["blame", run.blame],
    ["location", run.location],
    ["journey", run.journey],
    ["revision", run.revision],
    ["budget", journeyPace(run)],
    ["contact", run.contact && contactLine(run.contact)],
    ["clock", run.contact && clockLine(run.contact)],
    ["certificate", run.tlsDaysLeft === null ? null : `${run.tlsDaysLeft} days left`],
    ["maintenance", run.maintenance ? "yes: does not count" : null],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(11)} ${printable(value)}`]));
}

/** `8.2 s of 20.0 s for the whole journey`; `null`: there is no budget for it. */
function journeyPace({ journeyMs, budgetMs }: Run): string | null {
  if (budgetMs === null) return null;
  const took = journeyMs === null ? "not told" : formatDuration(journeyMs);
  return `${took} of ${formatDuration(budgetMs)} for the whole journey`;
}

function renderStep(step: Step, paint: Paint): string[] {
  const duration = step.durationMs === null ? "" : ` ${formatDuration(step.durationMs)}`;
  const budget = step.budgetMs === null ? "" : ` of ${formatDuration(step.budgetMs)}`;
  const times = step.count > 1 ? ` (${step.count} times, p95)` : "";
  return [
    "",
    `${paint(colourOf(step.outcome), step.outcome.padEnd(11))} ${paint("bold", printable(step.name))}${duration}${budget}${times}`,
    ...(step.cause ? [`  ${printable(step.cause)}`] : []),
    ...step.requests.map((request) => {
      const answer = request.error ?? String(request.status);
      const address = request.remoteAddress ? ` from ${request.remoteAddress}` : "";
      return `  → ${printable(request.name)} answered ${printable(answer)}${address} in ${formatDuration(request.durationMs)}`;
    }),
    ...timingLine(step.timings),
    ...step.checks.map(({ name, passed, observed }) => {
      const seen = observed ? `: ${printable(observed)}` : "";
      return `  ${passed ? paint("green", "✓") : paint("red", "✗")} ${printable(name)}${passed ? "" : seen}`;
    }),
    ...measureLine(step.measures),
    ...(step.evidence ? evidenceLines(step.evidence) : []),
  ];
}

function timingLine(timings: StepTimings): string[] {
  const parts = Object.entries(timings).flatMap(([name, ms]: [string, number | null]) =>
    ms === null || ms === 0 ? [] : [`${name.replace(/Ms$/, "")} ${formatDuration(ms)}`],
  );
  return parts.length > 0 ? [`  ${parts.join(", ")}`] : [];
}

function measureLine(measures: Record<string, number>): string[] {
  const parts = Object.entries(measures).map(([name, value]) => `${printable(name)} ${Math.round(value * 10) / 10}`);
  return parts.length > 0 ? [`  ${parts.join(", ")}`] : [];
}

function evidenceLines(evidence: Evidence): string[] {
  const { status, headers, body, messages, request, ...rest } = evidence;
  return [
    ...(request === undefined ? [] : [line("last request", status === undefined ? request : `${request} (${status})`)]),
    ...Object.entries(headers ?? {}).map(([name, value]) => line(`  ${printable(name)}`, value)),
    ...Object.entries(rest).map(([name, value]) => line(name, String(value))),
    ...(messages ?? []).map((message) => line("message", message)),
    ...(body ? [line("body", body)] : []),
  ];
}

function line(name: string, value: string): string {
  return `  ${name}: ${printable(value)}`;
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : ["", paint("bold", title), ...lines.map((line) => `  ${printable(line)}`)];
}
