import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunResult } from "../contract/result.ts";
import { anyCase } from "./arbitrary-case.ts";
import type { Case } from "./case.ts";
import { failedCheck, fakeCase, fakeObservedStep, fakeRequest, results } from "./fake-case.ts";
import { type Judgement, judge } from "./judge.ts";

/** Judges cases of every kind, and hands on those with a verdict that is asked for. */
function always(property: (judged: Judgement, given: Case) => void, verdict?: Judgement["verdict"]): void {
  let seen = 0;
  fc.assert(
    fc.property(anyCase, (given) => {
      const judged = judge(given);
      if (verdict !== undefined && judged.verdict !== verdict) return;
      seen += 1;
      property(judged, given);
    }),
    { numRuns: 1_500 },
  );
  expect(seen, "cases of this kind came up").toBeGreaterThan(10);
}

describe("up", () => {
  test("never comes unless k6 ended well", () => {
    always((_judged, { result }) => expect([results.clean, results.afterMarker]).toContainEqual(result), "up");
  });

  test("never comes without a request, an answer over the network and a check", () => {
    always((_judged, { observed }) => {
      expect(observed.requests).toBeGreaterThan(0);
      expect(observed.responses).toBeGreaterThan(0);
      expect(observed.contact.answers).toBeGreaterThan(0);
      expect(observed.steps.flatMap(({ checks }) => checks)).not.toHaveLength(0);
    }, "up");
  });

  test("never comes with a failed check, a failed step or a step that did not end", () => {
    always((judged, { observed }) => {
      expect(observed.steps.flatMap(({ checks }) => checks).filter(({ fails }) => fails > 0)).toEqual([]);
      expect(observed.steps.filter(({ network, open }) => network !== null || open)).toEqual([]);
      expect(observed.steps.filter(({ ended }) => ended !== null && ended.outcome !== "passed")).toEqual([]);
      expect(judged.steps.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
    }, "up");
  });

  test("never comes with a declared step missing", () => {
    always((_judged, { observed, declaration }) => {
      const seen = observed.steps.map(({ name }) => name);
      expect(seen).toEqual(expect.arrayContaining(Object.keys(declaration?.steps ?? {})));
    }, "up");
  });

  test("never comes with a limit or a budget that was not kept", () => {
    always((judged, { observed, declaration, budgetMs }) => {
      for (const { name, measures } of judged.steps) {
        const limits = Object.entries(new Map(Object.entries(declaration?.steps ?? {})).get(name)?.limitsMs ?? {});
        for (const [measure, limitMs] of limits)
          expect(new Map(Object.entries(measures)).get(measure) ?? 0).toBeLessThanOrEqual(limitMs);
      }
      const allowedMs = budgetMs ?? declaration?.budgetMs ?? Number.POSITIVE_INFINITY;
      if (declaration) expect(observed.journeyMs ?? 0).toBeLessThanOrEqual(allowedMs);
    }, "up");
  });

  test("never comes after an exception, fail(), test.abort(), a crossed threshold or output that was lost", () => {
    always((_judged, { observed }) => {
      expect(observed).toMatchObject({
        exceptions: [],
        failures: [],
        aborted: null,
        thresholdsCrossed: [],
        thresholdsWithoutSamples: [],
        unreadableLines: 0,
        tooManySteps: false,
      });
    }, "up");
  });
});

describe("down", () => {
  test("never comes of a k6 that did not start, or that was ended for reasons of our own", () => {
    always((_judged, { result }) => {
      expect(result.kind).not.toBe("could-not-start");
      if (result.kind === "killed") expect(result.by).toBe("memory");
    }, "down");
  });

  test("never rests on k6's exit code", () => {
    const exits: RunResult[] = [results.clean, results.afterMarker, results.thresholdsCrossed, results.markedAsFailed];
    always((judged, given) => {
      if (given.result.kind !== "ran") return;
      for (const result of exits) expect(judge({ ...given, result })).toEqual(judged);
    }, "down");
  });

  test("always blames the target or the way to it, and never without an answer when the canary is silent too", () => {
    always(({ blame }, { observed, canaryReached }) => {
      expect(["target", "network"]).toContain(blame);
      if (canaryReached === false && observed.requests > 0) expect(observed.responses).toBeGreaterThan(0);
    }, "down");
  });

  test("shows the step it is blamed on as failed, with the same cause", () => {
    always(({ failedStep, steps, cause }) => {
      if (failedStep === null) return;
      const step = steps.find(({ name }) => name === failedStep);
      expect(step?.outcome).toBe("failed");
      expect(cause).toBe(`${failedStep}: ${step?.cause}`);
    }, "down");
  });
});

test("there is no blame and no cause when all is well, and both otherwise", () => {
  always(({ verdict, blame, cause, failedStep }) => {
    expect(blame === null).toBe(verdict === "up");
    expect(cause === null).toBe(verdict === "up");
    if (verdict === "up") expect(failedStep).toBeNull();
  });
});

test("a failed step is one of the run's, and every step is there whatever the verdict", () => {
  always(({ failedStep, steps }, { observed, declaration }) => {
    const names = new Set([...observed.steps.map(({ name }) => name), ...Object.keys(declaration?.steps ?? {})]);
    expect(steps.map(({ name }) => name)).toEqual([...names]);
    if (failedStep !== null) expect(names).toContain(failedStep);
  });
});

test("judging changes nothing of what it is given", () => {
  always((judged, given) => {
    const copy = structuredClone(given);
    expect(judge(given)).toEqual(judged);
    expect(given).toEqual(copy);
  });
});

test("of several failures the first step is named, and the others stay failed", () => {
  const steps = ["sign-in", "dashboard", "chat"].map((name, index) =>
    fakeObservedStep({ name, checks: index === 0 ? [] : [failedCheck(`${name} answered 503`)] }),
  );
  const judged = judge(fakeCase({ observed: { steps } }));
  expect(judged).toMatchObject({ verdict: "down", failedStep: "dashboard", cause: "dashboard: dashboard answered 503" });
  expect(judged.steps.map(({ outcome }) => outcome)).toEqual(["passed", "failed", "failed"]);
});

test("a step that threw after a 503 is told as failed by it", () => {
  const steps = [fakeObservedStep({ requests: [fakeRequest({ status: 503 })] })];
  const judged = judge(fakeCase({ observed: { steps, badResponses: 1, exceptions: ["Error: no JSON"] } }));
  expect(judged.steps[0]).toMatchObject({ outcome: "failed", cause: "POST /auth/login answered 503, then Error: no JSON" });
});

test("a script fault leaves the steps that passed as passed", () => {
  const judged = judge(fakeCase({ observed: { exceptions: ["Error: boom"] } }));
  expect(judged).toMatchObject({ verdict: "error", blame: "script", failedStep: null, steps: [{ outcome: "passed" }] });
});
