import type { GateResult, LoadVerdict } from "../contract/load.ts";
import { isKept } from "./gates.ts";

export interface LoadEnding {
  /** Who or what ended it before its time, as a sentence: `Ctrl-C`. `null`: it went to its end. */
  interrupted: string | null;
  /** Stopped by itself, because nearly everything failed: the sentence that says so. */
  hardStop: string | null;
  /** What shows that the generator was the bottleneck, a sentence each. */
  invalid: readonly string[];
  gates: readonly GateResult[];
}

/**
 * Judges a load run; first match wins. Whoever interrupts knows why. A generator at its limit measured itself, so that neither broken
 * nor kept gates mean anything. A run that stopped by itself has failed, gates or not. Without gates nothing was asked and nothing failed.
 */
export function judgeLoad({ interrupted, hardStop, invalid, gates }: LoadEnding): { verdict: LoadVerdict; reasons: string[] } {
  const broken = gates.filter((gate) => !isKept(gate)).map(({ name, text }) => `${name}: ${text}`);
  if (interrupted !== null) return { verdict: "interrupted", reasons: [interrupted, ...invalid, ...broken] };
  if (invalid.length > 0)
    return { verdict: "invalid", reasons: [...invalid, ...(hardStop === null ? [] : [hardStop]), ...broken] };
  if (hardStop !== null) return { verdict: "failed", reasons: [hardStop, ...broken] };
  return broken.length > 0 ? { verdict: "failed", reasons: broken } : { verdict: "passed", reasons: [] };
}
