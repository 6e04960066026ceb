import { expect, test } from "vitest";
import { declare } from "./declare.ts";

test("becomes k6 options that carry the declaration, with budgets in milliseconds", () => {
  const options = declare({ iterations: 1, ext: { loadimpact: {} }, steps: { a: { budget: "1.5s" }, b: { needs: ["a"] } } });
  expect(options).toEqual({
    iterations: 1,
    ext: {
      loadimpact: {},
      sonde: { steps: { a: { needs: [], budgetMs: 1_500 }, b: { needs: ["a"], budgetMs: null } } },
    },
  });
});

test.each([
  ["800ms", 800],
  ["3s", 3_000],
  ["2m", 120_000],
] as const)("takes %s as a budget", (budget, budgetMs) => {
  expect(declare({ steps: { a: { budget } } }).ext.sonde.steps["a"]).toEqual({ needs: [], budgetMs });
});

test.each([
  ["is no duration", () => declare({ steps: { a: { budget: "3 seconds" as "3s" } } }), 'The budget "3 seconds" is no duration'],
  ["is negative", () => declare({ steps: { a: { budget: "-3s" } } }), 'The budget "-3s" is no duration'],
  [
    "needs what is no step",
    () => declare({ steps: { a: { needs: ["b" as "a"] } } }),
    'needs "b", which is no step of the journey (a)',
  ],
  ["needs itself", () => declare({ steps: { a: { needs: ["a"] } } }), 'needs "a", which is not declared before it'],
  ["needs a later one", () => declare({ steps: { a: { needs: ["b"] }, b: {} } }), "not declared before it: move it up"],
])("refuses a step that %s", (_what, make, message) => {
  expect(make).toThrow(message);
});
