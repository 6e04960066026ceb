import { z } from "zod";
import {
  type Change,
  type Comparison,
  type Distribution,
  type Gate,
  type GateResult,
  type JourneyLoad,
  type Knee,
  type LoadEnvironment,
  type LoadError,
  type LoadSummary,
  type LoadTotals,
  type LoadWindow,
  type StepLoad,
  errorKinds,
  loadMeasures,
  loadVerdicts,
} from "../contract/load.ts";
import { evidence } from "./evidence-document.ts";

const text = z.string().nullable();
const number = z.number().nullable();

const bins = z.object({ firstKey: z.number(), counts: z.array(z.number()) });

const distribution: z.ZodType<Distribution> = z.object({
  count: z.number(),
  min: z.number(),
  mean: z.number(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
  sketch: z.object({
    count: z.number(),
    sum: z.number(),
    min: z.number(),
    max: z.number(),
    zeros: z.number(),
    positive: bins,
    negative: bins,
  }),
});

const counts = {
  requests: z.number(),
  requestsFailed: z.number(),
  checks: z.number(),
  checksFailed: z.number(),
  started: z.number(),
  ended: z.number(),
  failed: z.number(),
  blocked: z.number(),
};

const errorCount = { kind: z.enum(errorKinds), cause: z.string(), count: z.number() };

const step: z.ZodType<StepLoad> = z.object({
  ...counts,
  step: z.string(),
  duration: distribution.nullable(),
  measures: z.record(z.string(), distribution),
  errors: z.array(z.object(errorCount)),
});

const journey: z.ZodType<JourneyLoad> = z.object({
  ...counts,
  journey: z.string(),
  iterations: z.number(),
  droppedIterations: z.number(),
  duration: distribution.nullable(),
  steps: z.array(step),
});

const error: z.ZodType<LoadError> = z.object({
  ...errorCount,
  journey: z.string(),
  step: z.string(),
  firstAtMs: z.number(),
  example: z.string(),
  evidence: evidence.nullable(),
});

export const loadWindow: z.ZodType<LoadWindow> = z.object({
  startMs: z.number(),
  durationMs: z.number(),
  vus: number,
  journeys: z.array(journey),
});

const totals: z.ZodType<LoadTotals> = z.object({
  firstMs: number,
  lastMs: number,
  vus: number,
  journeys: z.array(journey),
  errors: z.array(error),
  samples: z.number(),
  lateSamples: z.number(),
  unreadableMarkers: z.number(),
  tooManySteps: z.boolean(),
});

const subject = { journey: text, step: text, measure: z.enum(loadMeasures) };

const gate: z.ZodType<Gate> = z.object({
  ...subject,
  limit: z.union([z.object({ kind: z.literal("absolute"), value: z.number() }), z.object({ kind: z.literal("baseline") })]),
});

const gateResult: z.ZodType<GateResult> = z.object({
  name: z.string(),
  gate: gate.nullable(),
  outcome: z.enum(["kept", "broken", "no-samples"]),
  seen: number,
  limit: number,
  text: z.string(),
});

const change: z.ZodType<Change> = z.object({
  ...subject,
  baseline: number,
  current: number,
  change: number,
  low: number,
  high: number,
  verdict: z.enum(["regression", "improvement", "no-change", "unclear", "no-samples"]),
});

const comparison: z.ZodType<Comparison> = z.object({
  verdict: z.enum(["regression", "no-regression"]),
  changes: z.array(change),
  confidence: z.number(),
  windows: z.object({ baseline: z.number(), current: z.number() }),
});

const knee: z.ZodType<Knee> = z.object({
  ratePerS: number,
  broke: z
    .object({
      atMs: z.number(),
      ratePerS: z.number(),
      gate: gateResult,
      journey: text,
      step: text,
      cause: text,
      also: z.array(z.string()),
    })
    .nullable(),
});

export const loadSummary: z.ZodType<LoadSummary> = z.object({
  id: z.string(),
  profile: z.string(),
  target: z.string(),
  ratePerS: z.number(),
  startedAtMs: z.number(),
  endedAtMs: z.number(),
  verdict: z.enum(loadVerdicts),
  reasons: z.array(z.string()),
  totals,
  gates: z.array(gateResult),
  baselineId: text,
  comparison: comparison.nullable(),
  knee: knee.nullable(),
  revision: text,
});

export const loadEnvironment: z.ZodType<LoadEnvironment> = z.object({
  location: z.string(),
  machine: z.string(),
  tools: z.record(z.string(), z.string()),
  targetUrl: text,
});
