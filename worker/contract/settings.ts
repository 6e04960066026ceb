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
  /** JSON of `LoadRunSettings`; absent: a single run. */
  load: "SONDE_LOAD",
  /** Truthful User-Agent, such as `Sonde/0.1.0 (synthetic monitoring)`. */
  userAgent: "SONDE_USER_AGENT",
} as const;

/** What a journey under load has to know. */
export interface LoadRunSettings {
  /** Accounts of which each VU takes one for good; `null`: the target's own for all. */
  users: LoadUsersSettings | null;
}

export interface LoadUsersSettings {
  count: number;
  /** Names of secrets that every user has its own of: `email`. The k6 secret that holds it is `userSecret(name, number)`. */
  secrets: string[];
}

/** Name of the k6 secret of a user, numbered from 0. */
export function userSecret(name: string, user: number): string {
  return `load-user-${user}-${name}`;
}

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
