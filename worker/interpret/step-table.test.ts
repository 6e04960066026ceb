import { describe, expect, test } from "vitest";
import type { Request } from "../contract/run.ts";
import { stepEnd } from "./fake-lines.ts";
import { addCheck, addDuration, addEnd, addRequest, addStart, createStepTable, emptyStep } from "./step-table.ts";

const request = (given: Partial<Request> = {}): Request => ({
  name: "GET /",
  method: "GET",
  status: 200,
  durationMs: 1,
  remoteAddress: null,
  error: null,
  ...given,
});

describe("the table", () => {
  test("has one step a name, in the order in which they appeared", () => {
    const table = createStepTable();
    const chat = table.at("chat", 1);
    table.at("sign-in", 2);
    expect(table.at("chat", 3)).toBe(chat);
    expect(table.steps.map(({ name, firstStartedAtMs }) => [name, firstStartedAtMs])).toEqual([
      ["chat", 1],
      ["sign-in", 2],
    ]);
    expect(table.tooMany).toBe(false);
  });

  test.each(["__proto__", "constructor", "toString", ""])("takes %j for a name like others", (name) => {
    const table = createStepTable();
    expect(table.at(name, 1)).toMatchObject({ name, started: 0 });
    expect(table.at(name, 2)).toBe(table.steps[0]);
  });

  test("has at most a hundred steps, says when there were more, and still knows those it has", () => {
    const table = createStepTable();
    for (let index = 0; index < 100; index++) table.at(`step ${index}`, 1);
    expect(table.tooMany).toBe(false);
    for (let index = 100; index < 10_000; index++) expect(table.at(`step ${index}`, 1)).toBeNull();
    expect(table).toMatchObject({ tooMany: true, steps: { length: 100 } });
    expect(table.at("step 99", 1)).not.toBeNull();
  });
});

test("starts are counted, and the first and the last are known", () => {
  const step = emptyStep("chat", 500);
  for (const atMs of [1_000, 2_000, 3_000]) addStart(step, atMs);
  expect(step).toMatchObject({ started: 3, firstStartedAtMs: 1_000, lastStartedAtMs: 3_000 });
});

test("ten thousand durations are kept and no more", () => {
  const step = emptyStep("chat", 0);
  for (let ms = 0; ms < 10_500; ms++) addDuration(step, ms);
  expect(step.durationsMs).toHaveLength(10_000);
});

describe("requests", () => {
  test("give the step the status and the address of the last one", () => {
    const step = emptyStep("chat", 0);
    addRequest(step, request({ status: 200, remoteAddress: "10.0.0.1" }));
    addRequest(step, request({ status: 503 }));
    expect(step).toMatchObject({ status: 503, remoteAddress: "10.0.0.1", requests: { length: 2 } });
  });

  test("are kept up to a hundred: the first ones, and always the last", () => {
    const step = emptyStep("chat", 0);
    for (let index = 1; index <= 150; index++) addRequest(step, request({ name: `GET /${index}` }));
    expect(step.requests).toHaveLength(100);
    expect(step.requests[98]?.name).toBe("GET /99");
    expect(step.requests[99]?.name).toBe("GET /150");
  });
});

describe("checks", () => {
  test("of one name are one check that passed only if all of them did, and shows what the first failure saw", () => {
    const step = emptyStep("chat", 0);
    addCheck(step, "status is 200", true, null);
    addCheck(step, "status is 200", false, "status (503) is 200");
    addCheck(step, "status is 200", false, "status (502) is 200");
    addCheck(step, "status is 200", true, null);
    addCheck(step, "body is JSON", true, null);
    expect(step.checks).toEqual([
      { name: "status is 200", passed: false, passes: 2, fails: 2, observed: "status (503) is 200" },
      { name: "body is JSON", passed: true, passes: 1, fails: 0, observed: null },
    ]);
  });

  test("show what was seen only where something failed", () => {
    const step = emptyStep("chat", 0);
    addCheck(step, "ok", true, "GET / answered 200");
    expect(step.checks[0]?.observed).toBeNull();
  });

  test.each(["__proto__", "constructor"])("may be named %s", (name) => {
    const step = emptyStep("chat", 0);
    addCheck(step, name, false, null);
    expect(step.checks).toEqual([{ name, passed: false, passes: 0, fails: 1, observed: null }]);
  });

  test("are kept up to two hundred, and a failed one is never among those that are not", () => {
    const step = emptyStep("chat", 0);
    for (let index = 0; index < 300; index++) addCheck(step, `item ${index} is there`, index !== 250, `item ${index} is missing`);
    expect(step.checks).toHaveLength(200);
    expect(step.checks.filter(({ passed }) => !passed)).toEqual([
      { name: "item 250 is there", passed: false, passes: 0, fails: 1, observed: "item 250 is missing" },
    ]);
  });

  test("that all fail are the first two hundred", () => {
    const step = emptyStep("chat", 0);
    for (let index = 0; index < 300; index++) addCheck(step, `item ${index}`, false, null);
    expect(step.checks.map(({ name }) => name)).toEqual(Array.from({ length: 200 }, (_, index) => `item ${index}`));
  });
});

describe("the ends of a step", () => {
  test.each([
    ["passed", "failed", "failed"],
    ["failed", "passed", "failed"],
    ["passed", "blocked", "blocked"],
    ["blocked", "failed", "failed"],
    ["failed", "blocked", "failed"],
  ] as const)("%s, then %s, is %s, counted twice", (first, second, worst) => {
    const step = emptyStep("chat", 0);
    addEnd(step, stepEnd("chat", { outcome: first, reason: first }));
    addEnd(step, stepEnd("chat", { outcome: second, reason: second }));
    expect(step.ended).toMatchObject({ outcome: worst, reason: worst, occurrences: 2 });
  });

  test("are timed unless the step was blocked", () => {
    const step = emptyStep("chat", 0);
    addEnd(step, stepEnd("chat", { durationMs: 5 }));
    addEnd(step, stepEnd("chat", { durationMs: 0, outcome: "blocked" }));
    addEnd(step, stepEnd("chat", { durationMs: 7, outcome: "failed" }));
    expect(step.durationsMs).toEqual([5, 7]);
  });

  test("tell of the network only where the step failed", () => {
    const step = emptyStep("chat", 0);
    addEnd(step, stepEnd("chat", { network: "refused and tried again" }));
    expect(step.network).toBeNull();
    addEnd(step, stepEnd("chat", { outcome: "failed", network: "dial: refused" }));
    addEnd(step, stepEnd("chat", { outcome: "failed", network: "dial: timeout" }));
    expect(step.network).toBe("dial: refused");
  });

  test("add up bytes, and tell of the socket what the last one saw", () => {
    const step = emptyStep("chat", 0);
    addEnd(step, stepEnd("chat", { bytesReceived: 10, evidence: { closeCode: 1000, remoteAddress: "10.0.0.1" } }));
    addEnd(step, stepEnd("chat", { bytesReceived: null, evidence: { closeCode: 1011, upgradeStatus: 101 } }));
    addEnd(step, stepEnd("chat", { bytesReceived: 5 }));
    expect(step).toMatchObject({ bytesReceived: 15, closeCode: 1011, remoteAddress: "10.0.0.1", status: 101 });
  });

  test("bring the step's own measures, the latest of each, and at most a hundred", () => {
    const step = emptyStep("chat", 0);
    addEnd(step, stepEnd("chat", { measures: { first_answer_ms: 1, answer_length: 200 } }));
    addEnd(step, stepEnd("chat", { measures: { first_answer_ms: 2 } }));
    expect(step.measures).toEqual({ first_answer_ms: 2, answer_length: 200 });
    for (let index = 0; index < 500; index++) addEnd(step, stepEnd("chat", { measures: { [`measure_${index}`]: index } }));
    addEnd(step, stepEnd("chat", { measures: { first_answer_ms: 3 } }));
    expect(Object.keys(step.measures)).toHaveLength(100);
    expect(step.measures["first_answer_ms"]).toBe(3);
  });
});
