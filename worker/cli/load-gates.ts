import type { JourneyDeclaration } from "../contract/config.ts";
import type { Comparison, Gate } from "../contract/load.ts";

const mostErrors = 0.01;

/** What must hold where the configuration does not say: nearly nothing fails, and steps keep the budgets that their journey declares. */
export function defaultGates(declarations: ReadonlyMap<string, JourneyDeclaration | null>): Gate[] {
  const budgets = [...declarations].flatMap(([journey, declaration]) =>
    Object.entries(declaration?.steps ?? {}).flatMap(([step, { budgetMs }]): Gate[] =>
      budgetMs === null ? [] : [{ journey, step, measure: "p95", limit: { kind: "absolute", value: budgetMs } }],
    ),
  );
  const errors = [...declarations.keys()].map((journey): Gate => ({
    journey,
    step: null,
    measure: "error-rate",
    limit: { kind: "absolute", value: mostErrors },
  }));
  return [...errors, ...budgets];
}

/** Gates against a baseline where none is configured: no journey and no step may have become slower, or fail more often. */
export function baselineGates({ changes }: Comparison): Gate[] {
  return changes
    .filter(({ measure, verdict }) => (measure === "p95" || measure === "error-rate") && verdict !== "no-samples")
    .map(({ journey, step, measure }): Gate => ({ journey, step, measure, limit: { kind: "baseline" } }));
}
