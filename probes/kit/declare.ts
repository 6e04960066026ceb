import type { Options } from "k6/options";
import type { JourneyDeclaration } from "../../worker/contract/config.ts";
import { type Budget, budgetMs } from "./budget.ts";

/** k6's options with the journey's declaration, as `k6 inspect` prints it. */
export type Declared<Name extends string> = Options & {
  ext: { sonde: JourneyDeclaration & { steps: Record<Name, unknown> } };
};

interface StepWords<Name extends string> {
  /** Steps that must have passed; otherwise this one is not run and reported as blocked. */
  needs?: NoInfer<Name>[];
  /** Slower than this is degraded: `"3s"`. */
  budget?: Budget;
}

/**
 * Declares a journey's steps, in the order in which people should read them; further k6 options are passed on.
 *
 *     export const options = declare({ steps: { "sign-in": { budget: "3s" }, dashboard: { needs: ["sign-in"] } } });
 *
 * Throws for a need that is no step, or one that waits for itself.
 */
export function declare<Name extends string>({
  steps,
  ...options
}: Options & { steps: Record<Name, StepWords<Name>> }): Declared<Name> {
  const declaration: JourneyDeclaration["steps"] = {};
  for (const [name, { needs = [], budget }] of Object.entries<StepWords<Name>>(steps)) {
    refuseUnknown(name, needs, Object.keys(declaration), Object.keys(steps));
    declaration[name] = { needs, budgetMs: budget === undefined ? null : budgetMs(budget) };
  }
  const sonde = { steps: declaration as Record<Name, JourneyDeclaration["steps"][string]> };
  return { ...options, ext: { ...options.ext, sonde } };
}

function refuseUnknown(name: string, needs: string[], before: string[], all: string[]): void {
  for (const need of needs) {
    if (before.includes(need)) continue;
    const found = all.includes(need)
      ? "which is not declared before it: move it up"
      : `which is no step of the journey (${all.join(", ")})`;
    throw new Error(`The step "${name}" needs "${need}", ${found}.`);
  }
}
