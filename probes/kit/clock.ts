import exec from "k6/execution";

/** Milliseconds since the run began, by k6's monotonic clock: `Date.now()` has no fractions and may jump. */
export function nowMs(): number {
  return exec.instance.currentTestRunDuration;
}
