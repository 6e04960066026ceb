import type { GateResult, LoadSummary, LoadTotals, LoadWindow } from "../contract/load.ts";
import type { LoadResult } from "../k6/load-job.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import type { Redactor } from "../kit/redact.ts";
import { isKept, judgeGates } from "../load/gates.ts";
import { findKnee } from "../load/knee.ts";
import { rateAt } from "../load/stages.ts";
import { thresholdGates } from "../load/threshold-gates.ts";
import { judgeLoad } from "../load/verdict.ts";
import type { LoadRecord } from "../report/load/load-report.ts";
import { beganAtMs, compareLoads } from "./load-compare.ts";
import { baselineGates } from "./load-gates.ts";
import type { LoadLog } from "./load-log.ts";
import type { ReadyLoad } from "./load-prepare.ts";
import { type LoadSession, secondsOf } from "./load-session.ts";

/** All that a run left when k6 was gone. */
export interface LoadEnd {
  result: LoadResult;
  /** Who or what ended it before its time; `null`: nobody. */
  interrupted: string | null;
  /** It stopped by itself, because nearly everything failed. */
  hardStop: string | null;
  windows: readonly LoadWindow[];
  baseline: LoadRecord | null;
}

/** Judges a run; what others said in it is masked. */
export function concludeLoad(
  ready: ReadyLoad,
  session: LoadSession,
  { result, interrupted, hardStop, windows, baseline }: LoadEnd,
  log: LoadLog,
  redactor: Redactor,
): LoadSummary {
  const totals = session.totals();
  const draft: LoadSummary = {
    id: ready.id,
    profile: ready.profile,
    target: ready.target.name,
    ratePerS: ready.ratePerS,
    startedAtMs: result.startedAtMs,
    endedAtMs: result.endedAtMs,
    verdict: "interrupted",
    reasons: [],
    totals,
    gates: [],
    baselineId: baseline?.summary.id ?? null,
    comparison: null,
    knee: null,
    revision: session.revision(),
  };
  const comparison = baseline === null ? null : compareLoads(baseline, { summary: draft, windows }, ready.config);
  const isConfigured = ready.gates.some(({ limit }) => limit.kind === "baseline");
  const asked = [...ready.gates, ...(comparison && !isConfigured ? baselineGates(comparison) : [])];
  const gates = [
    ...judgeGates(asked, { journeys: totals.journeys, seconds: secondsOf(totals), comparison }),
    ...thresholdGates(ready.thresholds, { crossed: log.crossed(), withoutSamples: session.thresholdsWithoutSamples() }),
  ];
  const invalid = [...faultOf(result), ...unreliable(session, totals), ...bottleneck(ready, session, totals, gates)];
  const { verdict, reasons } = judgeLoad({ interrupted, hardStop, invalid, gates });
  const isBroken = gates.some((gate) => !isKept(gate));
  const wantsKnee = ready.plan !== null && (ready.endsAtBrokenGate || isBroken || hardStop !== null);
  const knee = wantsKnee && ready.plan ? findKnee(windows, ready.gates, rateIn(ready.plan.stages, beganAtMs(draft))) : null;
  const notes = [...cutOff(totals), ...notesOf(log)];
  return maskLoad({ ...draft, verdict, reasons: [...reasons, ...notes], gates, comparison, knee }, redactor);
}

/** What others said in a summary is masked; figures and words of our own stay. */
export function maskLoad(summary: LoadSummary, redactor: Redactor): LoadSummary {
  const { totals, gates, knee } = summary;
  return {
    ...summary,
    revision: redactor.deep(summary.revision),
    reasons: redactor.deep(summary.reasons),
    totals: { ...totals, errors: totals.errors.map((error) => ({ ...redactor.deep(error), kind: error.kind })) },
    gates: gates.map((gate) => ({ ...gate, name: redactor.text(gate.name), text: redactor.text(gate.text) })),
    knee: knee && { ...knee, broke: knee.broke && { ...knee.broke, cause: redactor.deep(knee.broke.cause) } },
  };
}

/** Causes of errors are what others said. */
export function maskWindow(window: LoadWindow, redactor: Redactor): LoadWindow {
  return {
    ...window,
    journeys: window.journeys.map((journey) => ({
      ...journey,
      steps: journey.steps.map((step) => ({
        ...step,
        errors: step.errors.map((error) => ({ ...error, cause: redactor.text(error.cause) })),
      })),
    })),
  };
}

function rateIn(stages: Parameters<typeof rateAt>[0], beganAtMs: number): (window: LoadWindow) => number {
  return ({ startMs, durationMs }) => rateAt(stages, startMs + durationMs / 2 - beganAtMs);
}

/** A generator that did not do its work. */
function faultOf(result: LoadResult): string[] {
  switch (result.kind) {
    case "ended":
    case "stopped":
    case "overdue":
      return [];
    case "killed":
      return [`k6 was ended: ${result.detail}.`];
    case "script-error":
      return [`k6 gave the script up: ${result.meaning} (exit code ${result.exitCode}).`];
    case "could-not-start":
      return [`k6 could not start: ${result.detail}.`];
    default:
      return exhaustive(result);
  }
}

function unreliable(session: LoadSession, { samples, unreadableMarkers }: LoadTotals): string[] {
  const unreadable = session.unreadableLines() + unreadableMarkers;
  return [
    ...(samples === 0 ? ["Nothing was measured: k6 gave no sample."] : []),
    ...(unreadable > 0 ? [`${unreadable} samples could not be read, so what was counted is not all.`] : []),
  ];
}

function bottleneck(ready: ReadyLoad, session: LoadSession, totals: LoadTotals, gates: readonly GateResult[]): string[] {
  const sum = (which: "iterations" | "droppedIterations") => totals.journeys.reduce((all, journey) => all + journey[which], 0);
  return session.generator.verdict({
    iterations: sum("iterations"),
    droppedIterations: sum("droppedIterations"),
    vus: totals.vus,
    maxVUs: ready.maxVUs,
    hasBrokenGates: gates.some((gate) => !isKept(gate)),
    lagP99Ms: session.lagP99Ms(),
  });
}

/** What k6 stopped in the middle leaves no duration: with many of them the true latencies are worse than those that are told. */
function cutOff({ journeys }: LoadTotals): string[] {
  const many = journeys.flatMap(({ journey, steps }) =>
    steps.flatMap(({ step, started, ended, blocked }) => {
      const open = started - ended - blocked;
      return open > started * worthTelling && open > 1 ? [`${open} of ${started} of ${journey} / ${step}`] : [];
    }),
  );
  return many.length === 0 ? [] : [`Still under way at the end, and so without a duration: ${many.join(", ")}.`];
}

const worthTelling = 0.05;
const mostNotes = 3;

function notesOf(log: LoadLog): string[] {
  return log
    .errors()
    .slice(0, mostNotes)
    .map(({ message, count }) => `k6 logged${count > 1 ? ` ${count} times` : ""}: ${message}`);
}
