/** Of the backend's start-up, numbered from 1 as the backend numbers them, with the share of the whole that each takes. */
const phases = [
  ["configuration", 1],
  ["secrets", 2],
  ["logging and tracing", 1],
  ["postgres", 6],
  ["redis", 3],
  ["WebSocket manager", 3],
  ["clickhouse", 5],
  ["schema check", 4],
  ["LLM keys", 1],
  ["LLM client", 4],
  ["tool dispatcher", 2],
  ["agent registry", 3],
  ["agent supervisor", 3],
  ["threads", 2],
  ["usage reports", 2],
  ["alerts", 1],
  ["background tasks", 2],
  ["inter-service auth", 3],
  ["health checks", 1],
  ["event bridge", 2],
  ["WebSocket verification", 2],
] as const;

export const phaseCount = phases.length;

const shares = phases.reduce((sum, [, share]) => sum + share, 0);

/** Milliseconds of phase `nth` in a start-up that takes `startUpMs`. */
export function phaseMs(nth: number, startUpMs: number): number {
  return ((phases[nth - 1]?.[1] ?? 0) / shares) * startUpMs;
}

/** How far a start-up in phase `nth` is, as health tells it. */
export function progressIn(nth: number): { phase: string; progress: number } {
  const progress = Math.min(Math.round((nth / phaseCount) * 100) / 100, 0.99);
  return { phase: `${nth} of ${phaseCount}: ${phases[nth - 1]?.[0] ?? ""}`, progress };
}
