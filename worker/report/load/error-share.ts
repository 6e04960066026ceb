import type { LoadCounts } from "../../contract/load.ts";

/**
 * Share that failed, 0 to 1: of occurrences where the kit tells of them, else of requests, else of checks; the same that gates judge.
 * `null`: nothing was tried.
 */
export function errorShare(parts: readonly LoadCounts[]): number | null {
  const sum = (name: keyof LoadCounts) => parts.reduce((total, counts) => total + counts[name], 0);
  return (
    shareOf(sum("failed"), sum("ended")) ??
    shareOf(sum("requestsFailed"), sum("requests")) ??
    shareOf(sum("checksFailed"), sum("checks"))
  );
}

function shareOf(some: number, all: number): number | null {
  return all > 0 ? some / all : null;
}
