import { expect, test } from "vitest";
import { declare } from "./declare.ts";

test("becomes k6 options that carry the declaration, with budgets and limits in milliseconds", () => {
  const options = declare({
    iterations: 1,
    ext: { loadimpact: {} },
    budget: "20s",
    steps: { a: { budget: "1.5s" }, b: { needs: ["a"], limits: { first_answer_ms: "5s", full_answer_ms: "1m" } } },
  });
  expect(options).toMatchObject({ iterations: 1, ext: { loadimpact: {} } });
  expect(options.ext.sonde).toEqual({
    budgetMs: 20_000,
    steps: {
      a: { needs: [], budgetMs: 1_500, limitsMs: {} },
      b: { needs: ["a"], budgetMs: null, limitsMs: { first_answer_ms: 5_000, full_answer_ms: 60_000 } },
    },
  });
});

test("has no budget and no limit that nobody set", () => {
  expect(declare({ steps: { a: {} } }).ext.sonde).toEqual({
    budgetMs: null,
    steps: { a: { needs: [], budgetMs: null, limitsMs: {} } },
  });
});

test("keeps subprotocols and URLs, which may hold tokens, out of k6's tags, unless the journey chooses its own", () => {
  for (const tag of ["subproto", "url"] as const) expect(declare({ steps: { a: {} } }).systemTags).not.toContain(tag);
  expect(declare({ systemTags: ["name"], steps: { a: {} } }).systemTags).toEqual(["name"]);
});

test.each([
  ["800ms", 800],
  ["3s", 3_000],
  ["2m", 120_000],
] as const)("takes %s as a budget", (budget, budgetMs) => {
  expect(declare({ steps: { a: { budget } } }).ext.sonde.steps["a"]).toEqual({ needs: [], budgetMs, limitsMs: {} });
});

test.each([
  ["is no duration", () => declare({ steps: { a: { budget: "3 seconds" as "3s" } } }), 'The budget "3 seconds" is no duration'],
  ["is negative", () => declare({ steps: { a: { budget: "-3s" } } }), 'The budget "-3s" is no duration'],
  [
    "has a limit that is no duration",
    () => declare({ steps: { a: { limits: { first_answer_ms: "soon" as "3s" } } } }),
    'The budget "soon" is no duration',
  ],
  [
    "takes part in a journey whose budget is none",
    () => declare({ budget: "" as "3s", steps: { a: {} } }),
    'The budget "" is no',
  ],
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
