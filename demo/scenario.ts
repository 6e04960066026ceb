import { closest } from "fastest-levenshtein";
import { DemoError } from "./demo-error.ts";
import { type Scenario, scenarios } from "./faults/scenarios.ts";

/** Throws `DemoError` when there is none of this name. */
export function findScenario(name: string): Scenario {
  const scenario = scenarios.get(name);
  if (scenario) return scenario;
  const names = [...scenarios.keys()];
  throw new DemoError(
    `No scenario is named ${JSON.stringify(name)}: did you mean ${closest(name, names)}?\nThe scenarios are ${names.join(", ")}.`,
  );
}

/** The scenario that exactly these faults make; `null`: none. */
export function scenarioWith(faults: readonly string[]): string | null {
  const wanted = faults.toSorted().join();
  return [...scenarios].find(([, scenario]) => scenario.faults.toSorted().join() === wanted)?.[0] ?? null;
}
