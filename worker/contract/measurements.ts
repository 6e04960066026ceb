import type { State, Verdict } from "./words.ts";

/** InfluxDB field types. Integers are always written with `i`, `_ms` always as floats: a mix drops points. */
export type FieldType = "integer" | "float" | "string";

interface Measurement {
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, FieldType>>;
}

/** Upper edges of the latency buckets of roll-ups, in milliseconds; what is longer is counted in `over`. */
export const latencyEdgesMs = [
  10, 20, 50, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500, 10_000, 15_000, 20_000, 30_000, 60_000,
] as const;

const bucketFields = {
  le_10: "integer",
  le_20: "integer",
  le_50: "integer",
  le_100: "integer",
  le_150: "integer",
  le_200: "integer",
  le_300: "integer",
  le_500: "integer",
  le_750: "integer",
  le_1000: "integer",
  le_1500: "integer",
  le_2000: "integer",
  le_3000: "integer",
  le_5000: "integer",
  le_7500: "integer",
  le_10000: "integer",
  le_15000: "integer",
  le_20000: "integer",
  le_30000: "integer",
  le_60000: "integer",
  over: "integer",
} as const;

/**
 * `runs` and its parts `up`, `degraded`, `down` and `unmeasured` count first attempts outside maintenance; steps likewise, by their
 * outcome, where blocked and not reached is unmeasured. The rest is of all runs, as raw points are: the worst state (0 to 3), the
 * durations of what was measured (buckets count those over the edge before and up to their own), and the highest budget that a step
 * was held to, absent when it had none; runs have none. Most points lack the buckets that hold nothing: sum with `fill(0)`.
 */
const rollupFields = {
  runs: "integer",
  up: "integer",
  degraded: "integer",
  down: "integer",
  unmeasured: "integer",
  worst_state: "integer",
  count: "integer",
  sum_ms: "float",
  max_ms: "float",
  budget_ms: "float",
  ...bucketFields,
} as const;

/** `cold` runs met an instance that had just started, `warm` ones did not; some platforms do not tell. */
const runRollupFields = {
  ...rollupFields,
  cold: "integer",
  cold_sum_ms: "float",
  warm: "integer",
  warm_sum_ms: "float",
} as const;

/** In the measure's own unit; buckets have the edges of milliseconds whatever it is. */
const measureRollupFields = { count: "integer", sum: "float", min: "float", max: "float", ...bucketFields } as const;

/** What steps measure of their own and long ranges show. */
export const rolledUpMeasures = [
  "connect_ms",
  "first_message_ms",
  "round_trip_ms",
  "reconnect_ms",
  "first_byte_ms",
  "first_answer_ms",
  "full_answer_ms",
  "longest_gap_ms",
  "answer_length",
  "recommendations",
  "events_received",
  "events_missing",
  "events_per_s",
  "close_code",
  "uptime_s",
] as const;
export type RolledUpMeasure = (typeof rolledUpMeasures)[number];

export type BucketField = keyof typeof bucketFields;

/** Everything the worker writes. A panel can name nothing that is not here. */
export const measurements = {
  probe_run: {
    tags: ["target", "probe", "location", "verdict"],
    fields: {
      state: "integer",
      confirmed: "integer",
      up: "integer",
      duration_ms: "float",
      ended_ms: "float",
      lateness_ms: "float",
      attempt: "integer",
      steps: "integer",
      steps_failed: "integer",
      failed_step: "string",
      cause: "string",
      blame: "string",
      run_id: "string",
      trace_id: "string",
      cold: "integer",
      maintenance: "integer",
      load_run_id: "string",
      revision: "string",
      tls_days_left: "integer",
      k6_cpu_ms: "float",
    },
  },
  probe_step: {
    tags: ["target", "probe", "location", "step", "outcome"],
    fields: {
      offset_ms: "float",
      duration_ms: "float",
      budget_ms: "float",
      blocked_ms: "float",
      connecting_ms: "float",
      tls_ms: "float",
      sending_ms: "float",
      waiting_ms: "float",
      receiving_ms: "float",
      status: "integer",
      close_code: "integer",
      bytes_received: "integer",
      count: "integer",
      checks: "integer",
      checks_failed: "integer",
      cause: "string",
      connect_ms: "float",
      first_message_ms: "float",
      round_trip_ms: "float",
      first_byte_ms: "float",
      first_answer_ms: "float",
      full_answer_ms: "float",
      answer_length: "integer",
      recommendations: "integer",
      events_received: "integer",
      events_missing: "integer",
      threads: "integer",
      uptime_s: "float",
      token_expires_in_s: "float",
      clock_offset_ms: "float",
      events_per_s: "float",
      longest_gap_ms: "float",
      reconnect_ms: "float",
      live_ms: "float",
      ready_ms: "float",
      first_sign_in_ms: "float",
      first_dashboard_ms: "float",
      first_chat_ms: "float",
      startup_phase: "integer",
      startup_progress: "float",
      cold: "integer",
    },
  },
  probe_state: {
    tags: ["target", "probe", "location", "state"],
    fields: { since: "string", cause: "string" },
  },
  load_window: {
    tags: ["target", "journey", "profile", "step"],
    fields: {
      run_id: "string",
      requests: "integer",
      failed: "integer",
      rps: "float",
      p50_ms: "float",
      p90_ms: "float",
      p95_ms: "float",
      p99_ms: "float",
      max_ms: "float",
      vus: "integer",
      baseline_p95_ms: "float",
      baseline_rps: "float",
      gate_p95_ms: "float",
      gate_error_rate: "float",
    },
  },
  load_run: {
    tags: ["target", "journey", "profile", "verdict"],
    fields: {
      run_id: "string",
      duration_ms: "float",
      ended_ms: "float",
      iterations: "integer",
      dropped_iterations: "integer",
      requests: "integer",
      failed: "integer",
      error_rate: "float",
      rate: "float",
      p95_ms: "float",
      vus: "integer",
      gates: "integer",
      gates_broken: "integer",
      regressions: "integer",
      baseline_id: "string",
      knee_rate: "float",
      cause: "string",
      revision: "string",
    },
  },
  incident: {
    tags: ["target", "state"],
    fields: {
      id: "string",
      title: "string",
      component: "string",
      confidence: "float",
      text: "string",
      ended_ms: "float",
    },
  },
  iteration: {
    tags: ["target"],
    fields: { label: "string", revision: "string", started_ms: "float", ended_ms: "float" },
  },
  probe_run_5m: { tags: ["target", "probe", "location"], fields: runRollupFields },
  probe_step_5m: { tags: ["target", "probe", "location", "step"], fields: rollupFields },
  probe_run_1h: { tags: ["target", "probe", "location"], fields: runRollupFields },
  probe_step_1h: { tags: ["target", "probe", "location", "step"], fields: rollupFields },
  probe_measure_5m: { tags: ["target", "probe", "location", "step", "measure"], fields: measureRollupFields },
  probe_measure_1h: { tags: ["target", "probe", "location", "step", "measure"], fields: measureRollupFields },
  worker: {
    tags: ["location"],
    fields: {
      runs: "integer",
      skipped: "integer",
      lateness_p99_ms: "float",
      outbox_rows: "integer",
      outbox_oldest_s: "float",
      dead_letters: "integer",
      cpu: "float",
      rss: "integer",
    },
  },
} as const satisfies Record<string, Measurement>;

export type MeasurementName = keyof typeof measurements;

/** One point, as it waits in the outbox. Absent fields and tags are left out: InfluxDB refuses empty tags. */
export interface Point {
  measurement: MeasurementName;
  tags: Record<string, string>;
  fields: Record<string, number | string>;
  /** Nanoseconds since the epoch, as decimal digits: they do not fit a number. */
  timestampNs: string;
}

/** `probe_run.state`. */
export const stateOfVerdict: Record<Verdict, 0 | 1 | 2 | 3> = { error: 0, "no-data": 0, up: 1, degraded: 2, down: 3 };

export const numberOfState: Record<State, 0 | 1 | 2 | 3> = { unknown: 0, up: 1, degraded: 2, down: 3 };
