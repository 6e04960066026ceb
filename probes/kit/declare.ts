import type { Options } from "k6/options";
import type { JourneyDeclaration, StepDeclaration } from "../../worker/contract/config.ts";
import { type Budget, budgetMs } from "./budget.ts";
import type { MeasureName } from "./measure-name.ts";

/** k6's options with the journey's declaration, as `k6 inspect` prints it. */
export type Declared<Name extends string> = Options & {
  ext: { sonde: JourneyDeclaration & { steps: Record<Name, unknown> } };
};

/** A measure in milliseconds: what a limit can be set to. */
type TimedMeasure = Extract<MeasureName, `${string}_ms`>;

interface StepWords<Name extends string> {
  /** Steps that must have passed; otherwise this one is not run and reported as blocked. */
  needs?: NoInfer<Name>[];
  /** Slower than this is degraded: `"3s"`. */
  budget?: Budget;
  /** A measure of the step over this is degraded: `{ first_answer_ms: "5s" }`. */
  limits?: Partial<Record<TimedMeasure, Budget>>;
}

type JourneyWords<Name extends string> = Options & {
  /** The whole journey, from the start of the first step to its end, slower than this is degraded. */
  budget?: Budget;
  steps: Record<Name, StepWords<Name>>;
};

/**
 * k6's own choice without `subproto` and `url`: they would be tags that hold a token, which goes as a subprotocol or in the query of
 * a socket that is asked again through `k6/ws`. Requests have a `name`.
 */
const systemTags: NonNullable<Options["systemTags"]> = [
  "proto",
  "status",
  "method",
  "name",
  "group",
  "check",
  "error",
  "error_code",
  "tls_version",
  "scenario",
  "service",
  "expected_response",
];

/**
 * Declares a journey's steps, in the order in which people should read them; further k6 options are passed on.
 *
 *     export const options = declare({
 *       budget: "20s",
 *       steps: {
 *         "sign-in": { budget: "3s" },
 *         chat: { needs: ["sign-in"], limits: { first_answer_ms: "5s", full_answer_ms: "15s" } },
 *       },
 *     });
 *
 * Throws for a need that is no step, or one that waits for itself, and for a budget or limit that is no duration.
 */
export function declare<Name extends string>({ budget, steps, ...options }: JourneyWords<Name>): Declared<Name> {
  const declared: JourneyDeclaration["steps"] = {};
  for (const [name, { needs = [], budget, limits = {} }] of Object.entries<StepWords<Name>>(steps)) {
    refuseUnknown(name, needs, Object.keys(declared), Object.keys(steps));
    declared[name] = { needs, budgetMs: budgetOf(budget), limitsMs: limitsOf(limits) };
  }
  const sonde = { steps: declared as Record<Name, StepDeclaration>, budgetMs: budgetOf(budget) };
  return { systemTags, ...options, ext: { ...options.ext, sonde } };
}

function budgetOf(budget: Budget | undefined): number | null {
  return budget === undefined ? null : budgetMs(budget);
}

function limitsOf(limits: Partial<Record<TimedMeasure, Budget>>): Record<string, number> {
  return Object.fromEntries(Object.entries(limits).map(([measure, limit]) => [measure, budgetMs(limit)]));
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
