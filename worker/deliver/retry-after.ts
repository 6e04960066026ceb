const longestMs = 3_600_000;

/**
 * A `Retry-After` header, seconds or an HTTP date, in milliseconds from now; at most an hour, since whoever asks for more has a wrong
 * clock. `null` when there is none or it says nothing.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isFinite(ms) ? Math.min(longestMs, Math.max(0, ms)) : null;
}
