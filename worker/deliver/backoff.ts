import type { DeliveryBackoff } from "../contract/outbox.ts";

const firstMs = 1_000;
const longestMs = 60_000;
/** Where a person has to act first: wrong credentials, a missing database. */
const slow = { fromMs: 60_000, spanMs: 240_000 };
/** More than anybody may ask for: the clock was set back since. */
const absurdMs = 2 * 3_600_000;

export interface Failure {
  pace: "quick" | "slow";
  retryAfterMs: number | null;
}

/** When to try again after one more failure: exponential with full jitter, never before the server's Retry-After. */
export function nextBackoff(
  { attempts }: Pick<DeliveryBackoff, "attempts">,
  { pace, retryAfterMs }: Failure,
  { nowMs, random }: { nowMs: number; random: () => number },
): DeliveryBackoff {
  const waitMs = pace === "slow" ? slow.fromMs + random() * slow.spanMs : random() * Math.min(longestMs, firstMs * 2 ** attempts);
  return { attempts: attempts + 1, nextAttemptMs: Math.ceil(nowMs + Math.max(waitMs, retryAfterMs ?? 0)) };
}

/** Milliseconds until the next attempt may start; 0: now. */
export function waitOf({ nextAttemptMs }: Pick<DeliveryBackoff, "nextAttemptMs">, nowMs: number): number {
  const waitMs = nextAttemptMs - nowMs;
  return waitMs > absurdMs ? 0 : Math.max(0, waitMs);
}
