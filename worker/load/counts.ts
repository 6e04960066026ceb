import type { LoadCounts } from "../contract/load.ts";

export function noCounts(): LoadCounts {
  return { requests: 0, requestsFailed: 0, checks: 0, checksFailed: 0, started: 0, ended: 0, failed: 0, blocked: 0 };
}

export function addCounts(into: LoadCounts, more: LoadCounts): void {
  into.requests += more.requests;
  into.requestsFailed += more.requestsFailed;
  into.checks += more.checks;
  into.checksFailed += more.checksFailed;
  into.started += more.started;
  into.ended += more.ended;
  into.failed += more.failed;
  into.blocked += more.blocked;
}

export function sumOf(all: readonly LoadCounts[]): LoadCounts {
  const sum = noCounts();
  for (const counts of all) addCounts(sum, counts);
  return sum;
}

/**
 * What was tried and what failed of it: occurrences where the kit tells of them, else requests, else checks. Blocked occurrences were not
 * tried: the step that they needed has failed and is counted.
 */
export function triesOf({ ended, failed, requests, requestsFailed, checks, checksFailed }: LoadCounts): {
  tried: number;
  failed: number;
} {
  if (ended > 0) return { tried: ended, failed };
  return requests > 0 ? { tried: requests, failed: requestsFailed } : { tried: checks, failed: checksFailed };
}
