import type { GateResult } from "../contract/load.ts";

/** What k6 said of a script's own thresholds. */
export interface ThresholdOutcome {
  /** Selectors that it called crossed: `http_req_duration{step:chat}`. */
  crossed: readonly string[];
  /** Selectors for which no sample came: k6 calls them kept. */
  withoutSamples: readonly string[];
}

/**
 * The thresholds of a script as gates. `thresholds`: `options.thresholds`, selector to its expressions. k6 tells which selectors were
 * crossed and not by how much.
 */
export function thresholdGates(thresholds: Readonly<Record<string, readonly string[]>>, outcome: ThresholdOutcome): GateResult[] {
  return Object.entries(thresholds).map(([name, expressions]) => {
    const wanted = expressions.join(", ");
    const result = { name, gate: null, seen: null, limit: null };
    if (outcome.withoutSamples.includes(name))
      return { ...result, outcome: "no-samples", text: `${name} (no samples) is ${wanted}` };
    const isCrossed = outcome.crossed.includes(name);
    return {
      ...result,
      outcome: isCrossed ? "broken" : "kept",
      text: `${name} (${isCrossed ? "crossed" : "kept"}) is ${wanted}`,
    };
  });
}
