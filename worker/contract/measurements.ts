import type { State, Verdict } from "./words.ts";

/** InfluxDB field types. Integers are always written with `i`, `_ms` always as floats: a mix drops points. */
export type FieldType = "integer" | "float" | "string";

interface Measurement {
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, FieldType>>;
}

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
      duration_ms: "float",
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
