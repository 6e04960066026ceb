import type { JourneyDeclaration } from "../contract/config.ts";
import type { Comparison, Gate, LoadMeasure } from "../contract/load.ts";

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

const usual = new Set<LoadMeasure>(["p95", "error-rate"]);

/**
 * Gates against a baseline where none is configured: no journey and no step may have become slower, or fail more often. Whatever else the
 * comparison calls a regression is one of them, so that no run passes of which its own report says that it is worse.
 */
export function baselineGates({ changes }: Pick<Comparison, "changes">): Gate[] {
  return changes
    .filter(({ measure, verdict }) => verdict === "regression" || (usual.has(measure) && verdict !== "no-samples"))
    .map(({ journey, step, measure }): Gate => ({ journey, step, measure, limit: { kind: "baseline" } }));
}
