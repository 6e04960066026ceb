import type { Change, Comparison, Gate, GateResult, JourneyLoad } from "../contract/load.ts";
import { isBetterHigh, loadOf, measureOf, nameOf, showMeasure, wordsOf } from "./measure.ts";

/** What gates are judged by. */
export interface GateEvidence {
  journeys: readonly JourneyLoad[];
  /** For how long they were measured. */
  seconds: number;
  /** `null`: there is no baseline; gates against one then have no samples. */
  comparison: Comparison | null;
}

/** Judges every gate. One without samples fails: what was not measured did not hold. */
export function judgeGates(gates: readonly Gate[], evidence: GateEvidence): GateResult[] {
  return gates.map((gate) => {
    const { limit } = gate;
    return limit.kind === "absolute" ? judgeAbsolute(gate, limit.value, evidence) : judgeChange(gate, evidence.comparison);
  });
}

export function isKept({ outcome }: GateResult): boolean {
  return outcome === "kept";
}

function judgeAbsolute(gate: Gate, limit: number, { journeys, seconds }: GateEvidence): GateResult {
  const { measure } = gate;
  const name = nameOf(gate, measure);
  const load = loadOf(journeys, gate);
  const seen = load && measureOf(load, measure, seconds);
  const wanted = `${isBetterHigh(measure) ? "at least" : "at most"} ${showMeasure(measure, limit)}`;
  if (seen === null) {
    const text = `${wordsOf(measure)} (no samples) is ${wanted}`;
    return { name, gate, outcome: "no-samples", seen, limit, text };
  }
  const holds = isBetterHigh(measure) ? seen >= limit : seen <= limit;
  const text = `${wordsOf(measure)} (${showMeasure(measure, seen)}) is ${wanted}`;
  return { name, gate, outcome: holds ? "kept" : "broken", seen, limit, text };
}

function judgeChange(gate: Gate, comparison: Comparison | null): GateResult {
  const name = `${nameOf(gate, gate.measure)} against the baseline`;
  const change = comparison?.changes.find(
    ({ journey, step, measure }) => journey === gate.journey && step === gate.step && measure === gate.measure,
  );
  if (change === undefined || change.verdict === "no-samples") {
    const why = comparison === null ? "no baseline" : change === undefined ? "not compared" : "no samples";
    return {
      name,
      gate,
      outcome: "no-samples",
      seen: change?.current ?? null,
      limit: change?.baseline ?? null,
      text: `${wordsOf(gate.measure)} (${why}) is no worse than the baseline's`,
    };
  }
  return {
    name,
    gate,
    outcome: change.verdict === "regression" ? "broken" : "kept",
    seen: change.current,
    limit: change.baseline,
    text: `${wordsOf(gate.measure)} (${showChange(change)}) is no worse than the baseline's`,
  };
}

/** `812 ms, was 706 ms: +15 %, surely +11 to +19 %`. */
export function showChange({ measure, baseline, current, change, low, high, verdict }: Change): string {
  if (baseline === null || current === null) return "no samples";
  const values = `${showMeasure(measure, current)}, was ${showMeasure(measure, baseline)}`;
  if (change === null) return values;
  const unit = measure === "error-rate" || measure === "checks" ? "points" : "%";
  const sure = low === null || high === null ? "too little to be sure" : `surely ${signed(low)} to ${signed(high)} ${unit}`;
  return `${values}: ${signed(change)} ${unit}, ${sure}${verdict === "unclear" ? "; it may be noise" : ""}`;
}

function signed(share: number): string {
  const percent = Number((share * 100).toFixed(1));
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent)}`;
}
