import type { TargetFields, TargetPaths, TargetUrls } from "./config.ts";

/** Environment variables by which the worker tells the kit about a run. No secrets. */
export const runVariables = {
  runId: "SONDE_RUN_ID",
  traceId: "SONDE_TRACE_ID",
  /** JSON of `TargetSettings`. */
  target: "SONDE_TARGET_SETTINGS",
  /** JSON of step name to its usual milliseconds when the target is warm; absent: no warm run is known. */
  warm: "SONDE_WARM_MS",
  /** JSON of the names of what is to be removed: set by `sonde cleanup` alone. */
  leftovers: "SONDE_LEFTOVERS",
  /** Truthful User-Agent, such as `Sonde/0.1.0 (synthetic monitoring)`. */
  userAgent: "SONDE_USER_AGENT",
} as const;

/** A target as a journey sees it: the secrets themselves come through `k6/secrets`. */
export interface TargetSettings {
  name: string;
  urls: TargetUrls;
  paths: TargetPaths;
  fields: TargetFields;
  coldStartHeader: string;
  headers: Record<string, string>;
  /** Header name to the name of the k6 secret that holds its value. */
  secretHeaders: Record<string, string>;
}
