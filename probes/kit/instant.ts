/** Whatever is less counts seconds: as milliseconds it would be before March 1973. */
const leastMs = 100_000_000_000;

/** Epoch milliseconds of a time as text or number (seconds or milliseconds). A text without a zone means UTC. `null`: it is no time. */
export function instantOf(value: unknown): number | null {
  if (typeof value === "number" && Number.isFinite(value)) return value < leastMs ? value * 1_000 : value;
  if (typeof value !== "string") return null;
  const isZoned = /(?:Z|[+-]\d\d:?\d\d|GMT|UTC)$/i.test(value);
  const ms = Date.parse(isZoned ? value : `${value}Z`);
  return Number.isNaN(ms) ? null : ms;
}
