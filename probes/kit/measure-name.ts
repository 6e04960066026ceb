import type { measurements } from "../../worker/contract/measurements.ts";

type StepFields = typeof measurements.probe_step.fields;

/** What the worker fills in by itself. */
type OwnField =
  | "duration_ms"
  | "blocked_ms"
  | "connecting_ms"
  | "tls_ms"
  | "sending_ms"
  | "waiting_ms"
  | "receiving_ms"
  | "status"
  | "close_code"
  | "bytes_received"
  | "count"
  | "checks"
  | "checks_failed"
  | "cause";

/** A number that a step may measure: a field of `probe_step` in worker/contract/measurements.ts. Add new ones there. */
export type MeasureName = Exclude<keyof StepFields, OwnField>;
