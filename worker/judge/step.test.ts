import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JourneyDeclaration } from "../contract/config.ts";
import type { ObservedStep } from "../contract/observed.ts";
import type { Outcome } from "../contract/words.ts";
import { anyCase } from "./arbitrary-case.ts";
import { endedWith, failedCheck, fakeCheck, fakeObserved, fakeObservedStep } from "./fake-case.ts";
import { judgeSteps } from "./step.ts";

const declaring = (budgetMs: number | null, ...names: string[]): JourneyDeclaration => ({
  steps: Object.fromEntries(names.map((name) => [name, { needs: [], budgetMs, limitsMs: {} }])),
  budgetMs: null,
});

interface Held {
  declaration?: JourneyDeclaration | null;
  budgets?: Record<string, number>;
  hung?: boolean;
}

function judgeOne(given: Partial<ObservedStep>, { declaration = null, budgets = {}, hung = false }: Held = {}) {
  const [step] = judgeSteps(fakeObserved({ steps: [fakeObservedStep(given)] }), { declaration, budgets, budgetMs: null }, hung);
  return step;
}

describe("a step's outcome", () => {
  const cases: [title: string, given: Partial<ObservedStep>, held: Held, outcome: Outcome, cause: string | null][] = [
    ["nothing was wrong", {}, {}, "passed", null],
    ["a plain script says of no step that it ended", { ended: null }, {}, "passed", null],
    ["it was within its budget to the millisecond", { durationsMs: [200] }, { budgets: { "sign-in": 200 } }, "passed", null],
    ["it was over its budget", { durationsMs: [201] }, { budgets: { "sign-in": 200 } }, "degraded", "took 201 ms, budget 200 ms"],
    ["nothing was timed", { durationsMs: [] }, { budgets: { "sign-in": 1 } }, "passed", null],
    [
      "what it needs had failed",
      { ended: endedWith("blocked", { reason: "needs sign-in" }), durationsMs: [] },
      {},
      "blocked",
      "needs sign-in",
    ],
    ["it was still open at the end of the script", { ended: null, open: true }, {}, "not-reached", "did not end"],
    ["it was still open when the run was cut off", { ended: null, open: true }, { hung: true }, "failed", "did not end"],
    ["a check failed", { checks: [fakeCheck(), failedCheck("status (503) is 200")] }, {}, "failed", "status (503) is 200"],
    [
      "a check failed and nobody saw what was there",
      { checks: [failedCheck(null)] },
      {},
      "failed",
      'check "status is 200" failed',
    ],
    ["the kit said why it failed", { ended: endedWith("failed", { reason: "no pong" }) }, {}, "failed", "no pong"],
    ["it threw", { ended: endedWith("failed", { exception: "TypeError: x" }) }, {}, "failed", "TypeError: x"],
    ["the kit did not say why it failed", { ended: endedWith("failed") }, {}, "failed", "failed without a reason"],
    [
      "it could not connect",
      { network: "dial: refused", checks: [failedCheck("status (0) is 200")] },
      {},
      "failed",
      "dial: refused",
    ],
    [
      "it failed and was slow",
      { checks: [failedCheck("503")], durationsMs: [9_000] },
      { budgets: { "sign-in": 1 } },
      "failed",
      "503",
    ],
    ["it failed and is open again", { checks: [failedCheck("503")], open: true }, { hung: true }, "failed", "503"],
  ];

  test.each(cases)("when %s", (_title, given, held, outcome, cause) => {
    expect(judgeOne(given, held)).toMatchObject({ name: "sign-in", outcome, cause });
  });
});

describe("a budget", () => {
  test.each([
    ["comes from the journey", 200, {}, 200],
    ["of the configuration counts instead", 200, { "sign-in": 500 }, 500],
    ["of the configuration may be the only one", null, { "sign-in": 500 }, 500],
    ["of another step says nothing", null, { chat: 500 }, null],
  ])("%s", (_title, declared, budgets, expected) => {
    expect(judgeOne({}, { declaration: declaring(declared, "sign-in"), budgets })?.budgetMs).toBe(expected);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "is not found by accident for a step named %s",
    (name) => {
      expect(judgeOne({ name, durationsMs: [9_000] }, { declaration: declaring(1, "sign-in") })).toMatchObject({
        budgetMs: null,
        outcome: "passed",
      });
    },
  );
});

describe("a limit for what a step measures", () => {
  const declaration: JourneyDeclaration = {
    steps: { "sign-in": { needs: [], budgetMs: 200, limitsMs: { first_answer_ms: 5_000, full_answer_ms: 15_000 } } },
    budgetMs: null,
  };
  const cases: [title: string, given: Partial<ObservedStep>, outcome: Outcome, cause: string | null][] = [
    ["is kept to the millisecond", { measures: { first_answer_ms: 5_000, full_answer_ms: 15_000 } }, "passed", null],
    ["is not kept", { measures: { first_answer_ms: 6_200 } }, "degraded", "first_answer_ms took 6.2 s, limit 5.0 s"],
    ["is kept when nothing was measured", { measures: {} }, "passed", null],
    ["is not for other measures", { measures: { round_trip_ms: 9_000 } }, "passed", null],
    [
      "is told after the budget",
      { durationsMs: [201], measures: { first_answer_ms: 6_200 } },
      "degraded",
      "took 201 ms, budget 200 ms",
    ],
    [
      "makes no step better that failed",
      { checks: [failedCheck("no reply")], measures: { first_answer_ms: 6_200 } },
      "failed",
      "no reply",
    ],
  ];

  test.each(cases)("%s", (_title, given, outcome, cause) => {
    expect(judgeOne(given, { declaration })).toMatchObject({ outcome, cause });
  });
});

describe("a step that occurred several times", () => {
  test("is one step with their count, the p95 of their durations and the start of the first", () => {
    const durationsMs = Array.from({ length: 20 }, (_, index) => 100 + index);
    expect(judgeOne({ started: 20, durationsMs, firstStartedAtMs: 1_000, lastStartedAtMs: 9_000 })).toMatchObject({
      count: 20,
      durationMs: 118,
      startedAtMs: 1_000,
    });
  });

  test("is within its budget when its p95 is", () => {
    const durationsMs = [...Array<number>(19).fill(100), 9_000];
    expect(judgeOne({ started: 20, durationsMs }, { budgets: { "sign-in": 200 } })?.outcome).toBe("passed");
  });

  test("counts at least once: a lone check is a step too", () => {
    expect(judgeOne({ started: 0, durationsMs: [] })).toMatchObject({ count: 1, durationMs: null });
  });
});

describe("a declared step of which nothing was seen", () => {
  const steps = judgeSteps(
    fakeObserved(),
    { declaration: declaring(3_000, "sign-in", "chat"), budgets: { chat: 900 }, budgetMs: null },
    false,
  );

  test("was not reached, and comes after those that were", () => {
    expect(steps.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["sign-in", "passed"],
      ["chat", "not-reached"],
    ]);
  });

  test("says so, with its budget and nothing measured", () => {
    expect(steps[1]).toMatchObject({
      cause: "the run ended first",
      count: 0,
      budgetMs: 900,
      durationMs: null,
      startedAtMs: null,
      checks: [],
      evidence: null,
    });
  });
});

test("what was seen of a step is kept with it", () => {
  const seen = fakeObservedStep({
    closeCode: 1006,
    measures: { round_trip_ms: 12 },
    ended: endedWith("passed", { evidence: { status: 200 } }),
  });
  const [step] = judgeSteps(fakeObserved({ steps: [seen] }), { declaration: null, budgets: {}, budgetMs: null }, false);
  const { timings, status, closeCode, bytesReceived, remoteAddress, checks, requests, measures } = seen;
  expect(step).toMatchObject({ timings, status, closeCode, bytesReceived, remoteAddress, checks, requests, measures });
  expect(step?.evidence).toEqual({ status: 200 });
});

test("whatever was seen, every observed and declared step is there once, with a cause unless it passed", () => {
  fc.assert(
    fc.property(anyCase, fc.boolean(), ({ observed, declaration, budgets }, hung) => {
      const steps = judgeSteps(observed, { declaration, budgets, budgetMs: null }, hung);
      const expected = new Set([...observed.steps.map(({ name }) => name), ...Object.keys(declaration?.steps ?? {})]);
      expect(steps.map(({ name }) => name)).toEqual([...expected]);
      for (const { outcome, cause, budgetMs } of steps) {
        if (outcome === "passed") expect(cause).toBeNull();
        if (outcome === "failed" || outcome === "degraded" || outcome === "not-reached") expect(cause).toBeTypeOf("string");
        expect(budgetMs === null || typeof budgetMs === "number").toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
