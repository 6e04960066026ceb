/** All that is needed to execute one run. */
export interface Job {
  runId: string;
  traceId: string;
  bundle: Bundle;
  timeoutMs: number;
  /** Between SIGTERM and SIGKILL after a time-out: a script's own teardown may need it. */
  graceMs: number;
  /** `__ENV` of the script, `SONDE_*` included. No secrets. */
  env: Record<string, string>;
  /** Name to value, for `k6/secrets`. */
  secrets: Record<string, string>;
  /** CIDR ranges that k6 may not connect to. */
  blockedRanges: string[];
}

/** A journey in one text: it reaches k6 through its standard input, so it is never on disk. */
export interface Bundle {
  /** Absolute path of the journey's source. */
  journey: string;
  code: string;
}
