import { describe, expect, test } from "vitest";
import type { Change, Comparison, Gate, LoadMeasure } from "../contract/load.ts";
import { journeyLoad, times } from "./fake-journey.ts";
import { judgeGates, showChange } from "./gates.ts";

const journeys = [
  journeyLoad(
    { iterations: 120 },
    { step: "sign-in", durationsMs: [...times(95, 100), ...times(5, 900)], failed: 1, checks: 200, checksFailed: 2 },
    { step: "chat", durationsMs: times(10, 2_000), failed: 4, blocked: 1 },
    { step: "never" },
  ),
  journeyLoad(
    { journey: "plain", iterations: 0 },
    { step: "GET /x", requests: 50, requestsFailed: 5 },
    { step: "checks", checks: 10, checksFailed: 1 },
  ),
];

const gate = (measure: LoadMeasure, value: number, step: string | null = "sign-in", journey: string | null = "chat"): Gate => ({
  journey,
  step,
  measure,
  limit: { kind: "absolute", value },
});

const judge = (one: Gate, comparison: Comparison | null = null) => judgeGates([one], { journeys, seconds: 60, comparison })[0];

describe("a gate", () => {
  test.each([
    ["p50", gate("p50", 100), "kept", "p50 (100 ms) is at most 100 ms"],
    ["p99 that is too slow", gate("p99", 500), "broken", "p99 (900 ms) is at most 500 ms"],
    ["error rate", gate("error-rate", 0.01), "kept", "error rate (1 %) is at most 1 %"],
    ["error rate that is too high", gate("error-rate", 0.1, "chat"), "broken", "error rate (40 %) is at most 10 %"],
    ["checks", gate("checks", 0.99), "kept", "checks (99 %) is at least 99 %"],
    ["checks that fail too often", gate("checks", 0.995), "broken", "checks (99 %) is at least 99.5 %"],
    ["throughput of a step", gate("throughput", 1.5), "kept", "throughput (1.67/s) is at least 1.5/s"],
    ["throughput of a journey", gate("throughput", 3, null), "broken", "throughput (2/s) is at least 3/s"],
    ["error rate of requests", gate("error-rate", 0.1, "GET /x", "plain"), "kept", "error rate (10 %) is at most 10 %"],
    [
      "error rate of checks, where there is nothing else",
      gate("error-rate", 0.05, "checks", null),
      "broken",
      "error rate (10 %) is at most 5 %",
    ],
    ["error rate of a whole journey", gate("error-rate", 0.04, null), "broken", "error rate (4.55 %) is at most 4 %"],
  ])("for %s says what it saw", (_title, one, outcome, text) => {
    expect(judge(one)).toMatchObject({ outcome, text });
  });

  test.each([
    ["a step that never ended", gate("p95", 100, "never")],
    ["a step that nobody knows", gate("error-rate", 0.5, "chta")],
    ["a journey that nobody knows", gate("throughput", 0, null, "nobody")],
    ["checks that were never made", gate("checks", 0, "chat")],
    ["throughput where nothing ended", gate("throughput", 0, "never")],
  ])("fails without samples: %s", (_title, one) => {
    expect(judge(one)).toMatchObject({ outcome: "no-samples", seen: null });
    expect(judge(one)?.text).toContain("(no samples)");
  });

  test.each([
    [gate("p95", 1), "chat / sign-in p95"],
    [gate("error-rate", 1, null), "chat error rate"],
    [gate("throughput", 1, null, null), "all journeys throughput"],
    [gate("p99", 1, "sign-in", null), "sign-in p99"],
  ])("is called by what it is about", (one, name) => {
    expect(judge(one)?.name).toBe(name);
  });
});

describe("a gate against the baseline", () => {
  const against: Gate = { journey: "chat", step: "chat", measure: "p95", limit: { kind: "baseline" } };
  const change: Change = {
    journey: "chat",
    step: "chat",
    measure: "p95",
    baseline: 706,
    current: 812,
    change: 0.15,
    low: 0.11,
    high: 0.19,
    verdict: "regression",
  };
  const comparison = (given: Partial<Change>): Comparison => ({
    verdict: "no-regression",
    changes: [{ ...change, ...given }],
    confidence: 0.95,
    windows: { baseline: 60, current: 60 },
  });

  test.each([
    ["broken by a regression", comparison({}), "broken"],
    ["kept by what may be noise", comparison({ verdict: "unclear" }), "kept"],
    ["kept by an improvement", comparison({ verdict: "improvement" }), "kept"],
    ["without samples when one of the runs has none", comparison({ verdict: "no-samples", current: null }), "no-samples"],
    ["without samples when it was not compared", comparison({ measure: "p99" }), "no-samples"],
    ["without samples when there is no baseline", null, "no-samples"],
  ])("is %s", (_title, given, outcome) => {
    expect(judge(against, given)).toMatchObject({ outcome });
  });

  test("says what was seen, what was before, and how sure that is", () => {
    expect(judge(against, comparison({}))).toMatchObject({
      name: "chat / chat p95 against the baseline",
      seen: 812,
      limit: 706,
      text: "p95 (812 ms, was 706 ms: +15 %, surely +11 to +19 %) is no worse than the baseline's",
    });
  });

  test.each([
    [{ low: null, high: null }, "812 ms, was 706 ms: +15 %, too little to be sure"],
    [{ verdict: "unclear", low: -0.02 }, "812 ms, was 706 ms: +15 %, surely −2 to +19 %; it may be noise"],
    [
      { measure: "error-rate", baseline: 0.01, current: 0.03, change: 0.02, low: 0.01, high: 0.03 },
      "3 %, was 1 %: +2 points, surely +1 to +3 points",
    ],
    [{ current: null }, "no samples"],
  ] satisfies [Partial<Change>, string][])("shows the change %j", (given, text) => {
    expect(showChange({ ...change, ...given })).toBe(text);
  });
});
