import type { K6Scenario, LoadProfile, MixEntry, PlannedStage } from "../contract/load.ts";
import type { PlannedVus } from "./plan-vus.ts";

/** Whole numbers are all that k6 takes for a rate. */
const units = [
  { timeUnit: "1s", perS: 1 },
  { timeUnit: "1m", perS: 60 },
] as const;

/** `share`: the journey's part of every rate, 0 to 1. */
export function scenarioOf(
  { journey, exec, startMs }: MixEntry,
  {
    stages,
    share,
    vus,
    gracefulStopMs,
  }: { stages: readonly PlannedStage[]; share: number; vus: PlannedVus } & Pick<LoadProfile, "gracefulStopMs">,
): K6Scenario {
  const [first] = stages;
  const rates = [first?.fromPerS ?? 0, ...stages.map(({ toPerS }) => toPerS)].map((rate) => rate * share);
  const { timeUnit, perS } = units.find(({ perS }) => rates.every((rate) => isWhole(rate * perS))) ?? units[1];
  const [startRate = 0, ...targets] = rates.map((rate) => Math.round(rate * perS));
  const common = {
    exec: exec ?? execOf(journey),
    timeUnit,
    ...vus,
    gracefulStop: k6Duration(gracefulStopMs),
    startTime: k6Duration(startMs),
  };
  const lengths = stages.map((stage) => stage.endMs - stage.startMs);
  if (targets.every((target) => target === startRate)) {
    const durationMs = lengths.reduce((sum, length) => sum + length, 0);
    return { executor: "constant-arrival-rate", ...common, rate: startRate, duration: k6Duration(durationMs) };
  }
  const ramps = targets.map((target, at) => ({ target, duration: k6Duration(lengths[at] ?? 0) }));
  return { executor: "ramping-arrival-rate", ...common, startRate, stages: ramps };
}

/** `firstTimeUser` of `first-time-user`: the name of an exported function. */
export function execOf(journey: string): string {
  const name = journey.replaceAll(/[^a-zA-Z0-9]+(.)?/g, (_all, next: string | undefined) => (next ?? "").toUpperCase());
  return /^[a-zA-Z]/.test(name) ? name : `journey${name}`;
}

function k6Duration(ms: number): string {
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${Math.round(ms)}ms`;
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-9;
}
