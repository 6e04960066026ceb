import { showMs, showSpan } from "./show.ts";

/** What a journey saw of the instance that it met; `null` where it did not see it. */
export interface ColdSigns {
  /** A start-up phase of the instance. */
  phase: string | null;
  /** Uptime of the youngest instance when it answered, and how long the journey had gone on then. */
  youngest: { uptimeMs: number; elapsedMs: number } | null;
  /** The cold-start header of an answer, with its value. */
  header: string | null;
  /** Of the first answer. */
  latencyMs: number | null;
  /** The same of a warm target. */
  warmMs: number | null;
}

export interface ColdVerdict {
  cold: boolean;
  /** What told it. */
  told: string;
}

/** Whether a journey met an instance that was started for it, or at least during it; `null`: nothing tells. */
export function metCold(
  { phase, youngest, header, latencyMs, warmMs }: ColdSigns,
  { factor, moreMs }: { factor: number; moreMs: number },
): ColdVerdict | null {
  const isYoung = youngest !== null && youngest.uptimeMs < youngest.elapsedMs;
  const age = youngest && `an instance was up for ${showAge(youngest.uptimeMs)}, ${showMs(youngest.elapsedMs)} into the journey`;
  if (age !== null && isYoung) return { cold: true, told: age };
  if (phase !== null) return { cold: true, told: `health was in ${phase}` };
  if (header !== null) return { cold: true, told: `an answer said ${header}` };
  if (age !== null) return { cold: false, told: age };
  if (latencyMs === null || warmMs === null) return null;
  const cold = latencyMs > warmMs * factor && latencyMs > warmMs + moreMs;
  return { cold, told: `the first answer took ${showMs(latencyMs)}, usually ${showMs(warmMs)}` };
}

function showAge(ms: number): string {
  return ms < 60_000 ? showMs(ms) : showSpan(ms);
}
