import type { Evidence } from "./markers.ts";

/**
 * Of a load run. `failed`: a gate was broken. `invalid`: the generator and not the target set the limit, so nothing is known.
 * `interrupted`: somebody ended it before its time.
 */
export const loadVerdicts = ["passed", "failed", "invalid", "interrupted"] as const;
export type LoadVerdict = (typeof loadVerdicts)[number];

/** Width of a window in milliseconds; windows begin at its multiples since the epoch. */
export const windowMs = 5_000;

/**
 * How load goes on over time. Rates are multiples of the configured rate (iterations per second of all journeys together), so that one
 * profile fits every target. Load arrives at its rate whether the target keeps up or not.
 */
export interface LoadProfile {
  name: string;
  /** One sentence: what it is for. */
  purpose: string;
  /** Multiple of the configured rate from which the first stage goes on. */
  startTarget: number;
  stages: LoadStage[];
  /** How long a user rests at the end of an iteration, evenly between the two. */
  thinkTimeMs: { min: number; max: number };
  /** How long iterations under way may go on when the last stage is over. */
  gracefulStopMs: number;
  limits: LoadLimits;
  /** The run is over when a gate breaks: the profile looks for the knee. */
  endsAtBrokenGate: boolean;
}

/** In a straight line from where the stage before ended to `target`. Of no length: a jump. */
export interface LoadStage {
  target: number;
  durationMs: number;
}

/** What a run must not exceed: a profile's own caps, and the ceiling of the configuration. */
export interface LoadLimits {
  /** Iterations per second of all journeys together. */
  ratePerS: number;
  vus: number;
  iterations: number;
  durationMs: number;
}

/** One journey of a mix. */
export interface MixEntry {
  /** Also the name of its scenario: letters, digits, `-` and `_`. */
  journey: string;
  /** Its part of the rate, in proportion to the others. */
  weight: number;
  /** How long one iteration is expected to take, without think time: the VUs follow from it. */
  iterationMs: number;
  /** Name of the exported function; `null`: made from the journey's. */
  exec: string | null;
  /** Begins so long after the others. */
  startMs: number;
}

/** A stage in iterations per second of all journeys together; times in milliseconds since the load began. */
export interface PlannedStage {
  startMs: number;
  endMs: number;
  fromPerS: number;
  toPerS: number;
}

/** What is about to be done, checked. */
export interface LoadPlan {
  profile: string;
  /** For which 1 stands in the profile. */
  ratePerS: number;
  /** Without the graceful stop. */
  durationMs: number;
  /** Expected. */
  iterations: number;
  preAllocatedVUs: number;
  maxVUs: number;
  thinkTimeMs: { min: number; max: number };
  /** The stricter of the profile's and the ceiling, for whoever watches over the run. */
  limits: LoadLimits;
  stages: PlannedStage[];
  /** `options` for k6. */
  options: { scenarios: Record<string, K6Scenario> };
}

/** A scenario in k6's own words. */
export type K6Scenario = {
  exec: string;
  timeUnit: string;
  preAllocatedVUs: number;
  maxVUs: number;
  gracefulStop: string;
  startTime: string;
} & (
  | { executor: "constant-arrival-rate"; rate: number; duration: string }
  | { executor: "ramping-arrival-rate"; startRate: number; stages: { target: number; duration: string }[] }
);

/** A sketch as plain data: any two add up, and every percentile of the sum is within 0.5 % of the exact one. */
export interface SketchData {
  count: number;
  sum: number;
  min: number;
  max: number;
  zeros: number;
  positive: SketchBins;
  /** By the absolute of what is below zero. */
  negative: SketchBins;
}

/** `counts[i]` values lie in the bin with the key `firstKey + i`; bins are 1 % wide. */
export interface SketchBins {
  firstKey: number;
  counts: number[];
}

/** How values lie; durations in milliseconds. `count`, `min`, `mean` and `max` are exact. */
export interface Distribution {
  count: number;
  min: number;
  mean: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  max: number;
  sketch: SketchData;
}

/** Exact counts. */
export interface LoadCounts {
  /** HTTP and gRPC requests and WebSocket connections tried. */
  requests: number;
  /** Those that were not answered, or not with what k6 expects. */
  requestsFailed: number;
  checks: number;
  checksFailed: number;
  /** Occurrences of steps that began; of the kit's journeys alone, like the next three. */
  started: number;
  /** Occurrences that passed or failed. */
  ended: number;
  failed: number;
  /** Occurrences that were not run, because a step that they need had failed. */
  blocked: number;
}

/** One step of one journey under load. */
export interface StepLoad extends LoadCounts {
  step: string;
  /** Of its occurrences; of scripts without the kit, of its groups or requests. `null`: none ended. */
  duration: Distribution | null;
  /** The step's own measures, such as `first_answer_ms`. */
  measures: Record<string, Distribution>;
  errors: ErrorCount[];
}

/** One journey under load; its counts are the sums of its steps'. */
export interface JourneyLoad extends LoadCounts {
  /** k6's scenario. */
  journey: string;
  /** Those that ended. */
  iterations: number;
  /** Those that could not begin, because no VU was free: a fault of the generator, or of a target slower than planned. */
  droppedIterations: number;
  /** Of whole iterations, think time included. */
  duration: Distribution | null;
  steps: StepLoad[];
}

export const errorKinds = ["step", "check", "request", "other"] as const;
/** What failed. `other`: what is one cause too many for the step. */
export type ErrorKind = (typeof errorKinds)[number];

export interface ErrorCount {
  kind: ErrorKind;
  /** What went wrong, without ids and long numbers. */
  cause: string;
  count: number;
}

/** A kind of error with the first of its occurrences. */
export interface LoadError extends ErrorCount {
  journey: string;
  step: string;
  firstAtMs: number;
  /** The first occurrence's own words. */
  example: string;
  /** What the step saw then; `null`: scripts without the kit say nothing. */
  evidence: Evidence | null;
}

/** What happened within 5 seconds, by the time of the samples. */
export interface LoadWindow {
  /** Epoch milliseconds. */
  startMs: number;
  durationMs: number;
  /** The most that were there; `null`: k6 did not say. */
  vus: number | null;
  journeys: JourneyLoad[];
}

/** What happened since the beginning. */
export interface LoadTotals {
  /** Epoch milliseconds of the first and last sample; `null`: there was none. */
  firstMs: number | null;
  lastMs: number | null;
  vus: number | null;
  journeys: JourneyLoad[];
  errors: LoadError[];
  samples: number;
  /** Samples that came after their window was handed out: in the totals alone. */
  lateSamples: number;
  /** Markers whose document could not be read: the run is not to be relied on. */
  unreadableMarkers: number;
  /** More different steps or journeys than a run may have; the rest is counted as one. */
  tooManySteps: boolean;
}

export const loadMeasures = ["p50", "p95", "p99", "error-rate", "checks", "throughput"] as const;
/**
 * `p50`, `p95`, `p99`: milliseconds. `error-rate`: share that failed, 0 to 1. `checks`: share that passed, 0 to 1. `throughput`:
 * iterations of a journey or occurrences of a step, per second.
 */
export type LoadMeasure = (typeof loadMeasures)[number];

/** Something that must hold. */
export interface Gate {
  /** `null`: all journeys together. */
  journey: string | null;
  /** `null`: the journey as a whole. */
  step: string | null;
  measure: LoadMeasure;
  limit: GateLimit;
}

/** `absolute`: the value itself, at most (throughput and checks: at least). `baseline`: must be no regression from the baseline. */
export type GateLimit = { kind: "absolute"; value: number } | { kind: "baseline" };

export interface GateResult {
  /** `chat / sign-in p95`, or the selector of a k6 threshold. */
  name: string;
  /** `null`: a threshold of the script. */
  gate: Gate | null;
  /** `no-samples` fails as well: what was not measured did not hold. */
  outcome: "kept" | "broken" | "no-samples";
  /** In the measure's unit; `null`: nothing was seen, or k6 did not say. */
  seen: number | null;
  limit: number | null;
  /** What was seen, in the words of the gate: `p95 (812 ms) is at most 500 ms`. */
  text: string;
}

/** One measure of one step or journey, against the baseline. */
export interface Change {
  /** `null`: all journeys together. */
  journey: string | null;
  step: string | null;
  measure: LoadMeasure;
  /** `null`: there were no samples. */
  baseline: number | null;
  current: number | null;
  /** Relative: 0.15 is 15 % more. Of `error-rate` and `checks` the difference of the shares: 0.01 is one in a hundred more. */
  change: number | null;
  /** Where the true change lies, as sure as `Comparison.confidence` for all changes together; `null`: too few windows to tell. */
  low: number | null;
  high: number | null;
  /** `unclear`: beyond the tolerance, and the noise could be the reason. `no-samples`: one of the runs has none. */
  verdict: "regression" | "improvement" | "no-change" | "unclear" | "no-samples";
}

/** A run against an earlier one. */
export interface Comparison {
  /** Of all changes: `regression` when one is. */
  verdict: "regression" | "no-regression";
  changes: Change[];
  /** 0.95: of twenty comparisons without a true change, at most one calls anything a regression. */
  confidence: number;
  /** Windows of the two that were compared. */
  windows: { baseline: number; current: number };
}

/** How much load a target bears. */
export interface Knee {
  /** The highest rate, in iterations per second, at which every gate was kept; `null`: at none. */
  ratePerS: number | null;
  /** What broke first; `null`: nothing did, and the knee is beyond the highest rate tried. */
  broke: Breakage | null;
}

export interface Breakage {
  /** Start of the window, epoch milliseconds. */
  atMs: number;
  ratePerS: number;
  gate: GateResult;
  journey: string | null;
  step: string | null;
  /** The commonest error of that step then; `null`: it was slow and not wrong. */
  cause: string | null;
  /** Names of the other gates that broke in the same window. */
  also: string[];
}

/** Where load came from and where it went. */
export interface LoadEnvironment {
  location: string;
  /** `2 cores, 24 GiB, linux x64`. */
  machine: string;
  /** Name to version: `k6` to `1.8.1`. */
  tools: Record<string, string>;
  /** Base URL of the target; `null`: a script that knows its own. */
  targetUrl: string | null;
}

/** A whole run, as it is stored, delivered and reported. */
export interface LoadSummary {
  /** UUIDv7. */
  id: string;
  profile: string;
  target: string;
  /** Configured iterations per second, for which 1 stands in the profile. */
  ratePerS: number;
  startedAtMs: number;
  endedAtMs: number;
  verdict: LoadVerdict;
  /** Sentences: which gates broke, what made it invalid, who ended it. */
  reasons: string[];
  totals: LoadTotals;
  gates: GateResult[];
  /** Id of the run that was compared with; `null`: none. */
  baselineId: string | null;
  comparison: Comparison | null;
  knee: Knee | null;
  /** What the target said it runs; `null` when no answer told. */
  revision: string | null;
}
