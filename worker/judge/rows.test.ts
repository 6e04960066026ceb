import { describe, expect, test } from "vitest";
import type { ObservedStep } from "../contract/observed.ts";
import type { RunResult } from "../contract/result.ts";
import type { Case } from "./case.ts";
import { endedWith, failedCheck, fakeCase, fakeContact, fakeObservedStep, fakeRequest, results } from "./fake-case.ts";
import { type Judgement, judge } from "./judge.ts";

/** Something that a run showed, and what follows of it alone. */
interface Sight {
  seen: string;
  verdict: Judgement["verdict"];
  blame: Judgement["blame"];
  cause: RegExp;
  /** Adds it to a case. */
  add: (to: Case) => Case;
}

const seeing = (to: Case, given: Partial<Case["observed"]>): Case => ({ ...to, observed: { ...to.observed, ...given } });
const alsoStep = (to: Case, given: Partial<ObservedStep>) =>
  seeing(to, { steps: [...to.observed.steps, fakeObservedStep(given)] });
const ending = (result: RunResult) => (to: Case) => ({ ...to, result });

const limiting = (limitsMs: Record<string, number>): Case["declaration"] => ({
  steps: { "sign-in": { needs: [], budgetMs: null, limitsMs } },
  budgetMs: null,
});
const measuring = (measures: Record<string, number>) => fakeObservedStep({ measures });

/** The verdict table of the design, from top to bottom. */
const sights: readonly Sight[] = [
  {
    seen: "k6 was killed by a signal",
    verdict: "error",
    blame: "worker",
    cause: /^k6 was ended by SIGKILL from outside$/,
    add: ending(results.killed),
  },
  {
    seen: "neither the target nor the canary answered",
    verdict: "error",
    blame: "network",
    cause: /^neither the target nor the canary address answered$/,
    add: (to) => ({ ...seeing(to, { requests: 1, responses: 0 }), canaryReached: false }),
  },
  {
    seen: "a connection was refused",
    verdict: "down",
    blame: "network",
    cause: /^websocket: dial: connection refused$/,
    add: (to) => alsoStep(to, { name: "websocket", network: "dial: connection refused" }),
  },
  {
    seen: "a check failed",
    verdict: "down",
    blame: "target",
    cause: /^dashboard: status \(503\) is 200$/,
    add: (to) => alsoStep(to, { name: "dashboard", checks: [failedCheck("status (503) is 200")] }),
  },
  {
    seen: "the script threw after a 503",
    verdict: "down",
    blame: "target",
    cause: /^chat: POST \/chat answered 503, then Error: no JSON$/,
    add: (to) =>
      alsoStep(seeing(to, { exceptions: ["Error: no JSON"], badResponses: 1 }), {
        name: "chat",
        requests: [fakeRequest({ name: "POST /chat", status: 503 })],
      }),
  },
  {
    seen: "time ran out in a step",
    verdict: "down",
    blame: "target",
    cause: /^reply: did not end within 4\.\d s: the run timed out after 5\.0 s$/,
    add: (to) => ending(results.timedOut)(alsoStep(to, { name: "reply", ended: null, open: true })),
  },
  {
    seen: "time ran out",
    verdict: "error",
    blame: "script",
    cause: /^the run timed out after 5\.0 s, with nothing to show/,
    add: ending(results.timedOut),
  },
  {
    seen: "the script threw",
    verdict: "error",
    blame: "script",
    cause: /^TypeError: x is undefined$/,
    add: (to) => seeing(to, { exceptions: ["TypeError: x is undefined"] }),
  },
  {
    seen: "a declared step was not reached",
    verdict: "no-data",
    blame: "script",
    cause: /^last: the run ended first$/,
    add: (to) => ({
      ...to,
      declaration: { steps: { ...to.declaration?.steps, last: { needs: [], budgetMs: null, limitsMs: {} } }, budgetMs: null },
    }),
  },
  {
    seen: "a step was over its budget",
    verdict: "degraded",
    blame: "target",
    cause: /^slow: took 4\.0 s, budget 3\.0 s$/,
    add: (to) => ({ ...alsoStep(to, { name: "slow", durationsMs: [4_000] }), budgets: { slow: 3_000 } }),
  },
  {
    seen: "the journey was over its budget",
    verdict: "degraded",
    blame: "target",
    cause: /^the journey took 23\.1 s, budget 20\.0 s$/,
    add: (to) => ({ ...seeing(to, { journeyMs: 23_100 }), budgetMs: 20_000 }),
  },
];

test.each(sights)("$seen: $verdict, $blame", ({ add, verdict, blame, cause }) => {
  expect(judge(add(fakeCase()))).toMatchObject({ verdict, blame, cause: expect.stringMatching(cause) as unknown });
});

describe("the table is read from its top:", () => {
  const pairs = sights.flatMap((upper, index) =>
    sights.slice(index + 1).map((lower) => ({ ...upper, title: `${upper.seen}, not ${lower.seen}`, lower })),
  );

  test.each(pairs)("$title", ({ add, lower, verdict, blame, cause }) => {
    const both = add(lower.add(fakeCase()));
    expect(judge(both)).toMatchObject({ verdict, blame, cause: expect.stringMatching(cause) as unknown });
  });
});

describe("what else belongs to a row:", () => {
  const cases: [
    seen: string,
    given: Parameters<typeof fakeCase>[0],
    verdict: string,
    blame: string | null,
    cause: RegExp | null,
  ][] = [
    ["k6 could not be started", { result: results.missing }, "error", "worker", /could not be started: ENOENT/],
    ["k6 wrote too much", { result: results.overOutput }, "error", "worker", /wrote more than/],
    ["the worker was told to stop", { result: results.shutDown }, "error", "worker", /told to stop/],
    [
      "k6 crashed and left a last word",
      { result: results.panicked, observed: { lastError: "panic: nil map\n\ngoroutine 1" } },
      "error",
      "worker",
      /^k6 itself crashed \(Go panic\): panic: nil map$/,
    ],
    ["a line cannot be read", { observed: { unreadableLines: 1 } }, "error", "worker", /could not be read: 1$/],
    [
      "a line before the end marker cannot be read",
      { result: results.afterMarker, observed: { unreadableLines: 1 } },
      "error",
      "worker",
      /could not be read: 1$/,
    ],
    [
      "the last line of a k6 that was cut off is cut as well",
      { result: results.timedOut, observed: { unreadableLines: 1 } },
      "error",
      "script",
      /timed out/,
    ],
    [
      "two lines of a k6 that was cut off cannot be read",
      { result: results.timedOut, observed: { unreadableLines: 2 } },
      "error",
      "worker",
      /could not be read: 2$/,
    ],
    ["the canary answers, and so did the target", { canaryReached: true }, "up", null, null],
    ["the canary is silent, and the target answered", { canaryReached: false }, "up", null, null],
    ["fail() was called", { observed: { failures: ["no luck"] } }, "down", "target", /^no luck$/],
    [
      "a step failed by the kit's word alone",
      { observed: { steps: [fakeObservedStep({ ended: endedWith("failed", { reason: "no pong" }) })] } },
      "down",
      "target",
      /^sign-in: no pong$/,
    ],
    [
      "a check failed and the step threw",
      {
        observed: {
          steps: [fakeObservedStep({ checks: [failedCheck("503")], ended: endedWith("failed", { exception: "Error: x" }) })],
        },
      },
      "down",
      "target",
      /^sign-in: 503$/,
    ],
    [
      "a request without an answer, then an exception",
      {
        observed: {
          badResponses: 1,
          exceptions: ["Error: body is null"],
          steps: [fakeObservedStep({ requests: [fakeRequest({ status: 0, error: "request timeout" })] })],
        },
      },
      "down",
      "target",
      /^sign-in: POST \/auth\/login answered request timeout, then Error: body is null$/,
    ],
    [
      "a bad response beyond the requests that are kept, then an exception",
      { observed: { badResponses: 1, exceptions: ["Error: no JSON"] } },
      "down",
      "target",
      /^Error: no JSON$/,
    ],
    [
      "memory ran out in a step",
      { result: results.overMemory, observed: { steps: [fakeObservedStep({ ended: null, open: true })] } },
      "down",
      "target",
      /^sign-in: did not end within 4\.\d s: k6 grew over its memory limit$/,
    ],
    [
      "a step threw",
      { observed: { steps: [fakeObservedStep({ ended: endedWith("failed", { exception: "TypeError: x" }) })] } },
      "error",
      "script",
      /^sign-in: TypeError: x$/,
    ],
    [
      "test.abort() was called",
      { result: results.aborted, observed: { aborted: "give up" } },
      "error",
      "script",
      /^test.abort\(\): give up$/,
    ],
    ["setup() took too long", { result: results.setupTimedOut }, "error", "script", /setup\(\) took longer/],
    ["k6 marked the run as failed and says no more", { result: results.markedAsFailed }, "error", "script", /exit 110/],
    ["there were too many steps", { observed: { tooManySteps: true } }, "error", "script", /more than 100 different steps/],
    [
      "no answer came, though nothing failed",
      { observed: { requests: 2, responses: 0 } },
      "no-data",
      "script",
      /^no answer came over the network \(requests: 2\)/,
    ],
    [
      "answers are claimed of which k6 knows nothing",
      { observed: { responses: 0, contact: fakeContact({ answers: 5 }) } },
      "no-data",
      "script",
      /^no answer came over the network/,
    ],
    [
      "nothing shows that there was contact",
      { observed: { contact: fakeContact({ answers: 0 }) } },
      "no-data",
      "script",
      /^no answer came over the network/,
    ],
    ["no request was made", { observed: { requests: 0, responses: 0 } }, "no-data", "script", /no request/],
    ["nothing was checked", { observed: { steps: [fakeObservedStep({ checks: [] })] } }, "no-data", "script", /no check/],
    ["no step was seen at all", { declaration: null, observed: { steps: [] } }, "no-data", "script", /no check/],
    [
      "a step did not end though the script did",
      { observed: { steps: [fakeObservedStep({ ended: null, open: true })] } },
      "no-data",
      "script",
      /^sign-in: did not end$/,
    ],
    [
      "a step was blocked by one that did not fail",
      { observed: { steps: [fakeObservedStep({ ended: endedWith("blocked", { reason: "needs chat" }) })] } },
      "no-data",
      "script",
      /^sign-in: needs chat$/,
    ],
    [
      "a threshold never saw a sample",
      { observed: { thresholdsWithoutSamples: ["answers"] } },
      "no-data",
      "script",
      /threshold on answers/,
    ],
    [
      "thresholds were crossed",
      { result: results.thresholdsCrossed, observed: { thresholdsCrossed: ["a", "b"] } },
      "degraded",
      "target",
      /^threshold crossed: a, b$/,
    ],
    ["k6 exits with 99 and says no more", { result: results.thresholdsCrossed }, "degraded", "target", /did not say which/],
    [
      "a measure was over its limit",
      { declaration: limiting({ first_answer_ms: 5_000 }), observed: { steps: [measuring({ first_answer_ms: 6_200 })] } },
      "degraded",
      "target",
      /^sign-in: first_answer_ms took 6\.2 s, limit 5\.0 s$/,
    ],
    ["the journey kept its budget to the millisecond", { budgetMs: 20_000, observed: { journeyMs: 20_000 } }, "up", null, null],
    [
      "the journey was over the budget that it declares",
      { declaration: { steps: {}, budgetMs: 20_000 }, observed: { journeyMs: 21_000 } },
      "degraded",
      "target",
      /^the journey took 21\.0 s, budget 20\.0 s$/,
    ],
    [
      "the configuration allows the journey more than it declares",
      { declaration: { steps: {}, budgetMs: 20_000 }, budgetMs: 30_000, observed: { journeyMs: 21_000 } },
      "up",
      null,
      null,
    ],
    [
      "a plain script was over the budget that the configuration gives it",
      { declaration: null, budgetMs: 4_000 },
      "degraded",
      "target",
      /^the journey took 5\.0 s, budget 4\.0 s$/,
    ],
    ["k6 was ended after the end marker", { result: results.afterMarker }, "up", null, null],
    ["k6 ended by itself", {}, "up", null, null],
  ];

  test.each(cases)("%s", (_seen, given, verdict, blame, cause) => {
    const judged = judge(fakeCase(given));
    expect(judged).toMatchObject({ verdict, blame, cause: cause && (expect.stringMatching(cause) as unknown) });
  });
});

describe("a step that tried again until it passed", () => {
  const attempts = [
    fakeRequest({ name: "GET /health/ready", status: 0, error: "dial: connection refused" }),
    fakeRequest({ name: "GET /health/ready", status: 503 }),
    fakeRequest({ name: "GET /health/ready", status: 504 }),
    fakeRequest({ name: "GET /health/ready", status: 200 }),
  ];
  const ready = fakeObservedStep({ name: "ready", requests: attempts });
  const seen = { requests: 4, responses: 3, badResponses: 3 };
  const chat = (given: Partial<ObservedStep>) => [ready, fakeObservedStep({ name: "chat", ...given })];

  const cases: [
    seen: string,
    observed: Partial<Case["observed"]>,
    verdict: string,
    blame: string | null,
    cause: RegExp | null,
  ][] = [
    ["is fine", { steps: [ready] }, "up", null, null],
    [
      "does not excuse one that failed",
      { steps: chat({ checks: [failedCheck("no reply")] }) },
      "down",
      "target",
      /^chat: no reply$/,
    ],
    [
      "does not excuse a script that threw in another step",
      { steps: chat({ ended: endedWith("failed", { exception: "TypeError: x" }) }) },
      "error",
      "script",
      /^chat: TypeError: x$/,
    ],
    [
      "does not excuse a script that threw outside its steps",
      { steps: [ready], exceptions: ["TypeError: x"] },
      "error",
      "script",
      /^TypeError: x$/,
    ],
    [
      "does not hide the bad answer after which another step threw",
      {
        badResponses: 4,
        steps: chat({
          requests: [fakeRequest({ name: "POST /chat", status: 503 })],
          ended: endedWith("failed", { exception: "Error: no JSON" }),
        }),
      },
      "down",
      "target",
      /^chat: POST \/chat answered 503, then Error: no JSON$/,
    ],
    [
      "and gave up without an exception: what it got last counts",
      { steps: [{ ...ready, requests: attempts.slice(0, 3) }], exceptions: ["Error: no JSON"] },
      "down",
      "target",
      /^ready: GET \/health\/ready answered 504, then Error: no JSON$/,
    ],
  ];

  test.each(cases)("%s", (_seen, observed, verdict, blame, cause) => {
    const judged = judge(fakeCase({ declaration: null, observed: { ...seen, ...observed } }));
    expect(judged).toMatchObject({ verdict, blame, cause: cause && (expect.stringMatching(cause) as unknown) });
  });
});
