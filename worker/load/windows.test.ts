import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LoadWindow, windowMs } from "../contract/load.ts";
import { check, request, sample, startMs, stepEnd, stepStart } from "./fake-samples.ts";
import type { LoadSample } from "./line-sample.ts";
import { createSketch } from "./sketch.ts";
import { createWindows } from "./windows.ts";

function windowsOf(samples: LoadSample[]) {
  const windows = createWindows();
  for (const one of samples) windows.add(one);
  return windows;
}

const stepsOf = (samples: LoadSample[]) => windowsOf(samples).totals().journeys[0]?.steps ?? [];

const failed = (reason: string, status: number) => stepEnd("chat", { outcome: "failed", reason, evidence: { status } });

describe("a journey of the kit", () => {
  test("counts its steps by their markers, and times them by the kit's clock", () => {
    const samples = [
      stepStart("sign-in"),
      request({ step: "sign-in" }, 40),
      check("ok", true, { step: "sign-in" }),
      stepEnd("sign-in"),
    ];
    expect(stepsOf(samples)).toMatchObject([
      { step: "sign-in", requests: 1, checks: 1, started: 1, ended: 1, failed: 0, duration: { count: 1, max: 100 }, errors: [] },
    ]);
  });

  test("keeps the measures of chats and sockets", () => {
    const ends = [100, 300].map((ms) => stepEnd("chat", { measures: { first_answer_ms: ms, events_missing: 0 } }));
    expect(stepsOf(ends)[0]?.measures).toMatchObject({
      first_answer_ms: { count: 2, min: 100, max: 300, mean: 200 },
      events_missing: { count: 2, max: 0 },
    });
  });

  test("tells why a step failed, by kind, with the first of each and what it saw", () => {
    const windows = windowsOf([
      failed("no reply within 15 s", 200),
      failed("upgrade answered 503", 503),
      failed("no reply within 15 s", 0),
    ]);
    expect(windows.totals().errors).toMatchObject([
      { journey: "chat", step: "chat", kind: "step", cause: "no reply within 15 s", count: 2, evidence: { status: 200 } },
      { cause: "upgrade answered 503", count: 1, evidence: { status: 503 } },
    ]);
  });

  test("tells a failed check's words, and counts them once", () => {
    const observed = "status (503) is 200: Startup in progress";
    const samples = [
      check("ok", false, { step: "chat" }, observed),
      stepEnd("chat", { outcome: "failed", evidence: { status: 503 } }),
    ];
    expect(windowsOf(samples).totals().errors).toMatchObject([
      { kind: "check", cause: observed, count: 1, evidence: { status: 503 } },
    ]);
  });

  test("does not blame a step for one that it needs", () => {
    const [step] = stepsOf([stepEnd("chat", { outcome: "blocked", durationMs: 0 })]);
    expect(step).toMatchObject({ blocked: 1, ended: 0, failed: 0, duration: null });
  });

  test("does not count the requests of a step as errors of their own: the step decides what is wrong", () => {
    const samples = [stepStart("ready"), request({ step: "ready", status: "503", expected_response: "false" }), stepEnd("ready")];
    expect(stepsOf(samples)).toMatchObject([{ requestsFailed: 1, failed: 0, errors: [] }]);
  });

  test("with a marker that cannot be read says so", () => {
    const windows = windowsOf([{ ...stepEnd("chat"), document: '{"step":"chat"' }]);
    expect(windows.totals()).toMatchObject({ unreadableMarkers: 1 });
  });

  test("tells the revision that its target runs", () => {
    expect(windowsOf([stepEnd("a", { revision: "abc" }), stepEnd("a")]).revision()).toBe("abc");
  });
});

describe("a plain script has steps by", () => {
  test.each([
    ["its step tags", request({ step: "home" }), "home"],
    ["its groups", sample("group_duration", { group: "::shop::cart" }, { value: 70 }), "shop / cart"],
    ["its requests, without their queries", request({ name: "http://127.0.0.1:4000/a?token=x" }), "GET 127.0.0.1:4000/a"],
    ["its sockets", sample("ws_connecting", { name: "wss://h/ws?token=x", status: "101" }), "WS h/ws"],
  ])("%s", (_title, one, step) => {
    const windows = windowsOf([one]);
    windows.finish();
    expect(windows.totals().journeys[0]?.steps).toMatchObject([{ step, duration: { count: 1 } }]);
  });

  test("what happens outside them, when it is a check", () => {
    expect(stepsOf([request(), check("ok", true)]).map(({ step }) => step)).toEqual(["GET /x", "outside steps"]);
  });

  test("a bounded number of them", () => {
    const steps = stepsOf(Array.from({ length: 300 }, (_none, id) => request({ name: `GET /item/${id}` })));
    expect(steps).toHaveLength(101);
    expect(steps.at(-1)).toMatchObject({ step: "other steps", requests: 200 });
  });
});

describe("a plain script's request", () => {
  test("is timed with what it was blocked for", () => {
    const blocked = { ...request({}, 7), metric: "http_req_blocked" };
    expect(stepsOf([request({}, 50), blocked, request({}, 50, 1)])[0]?.duration).toMatchObject({ count: 2, max: 57, min: 50 });
  });

  test.each([
    ["answered with an error", request({ status: "503", expected_response: "false" }), "GET /x answered 503"],
    ["not answered", request({ status: "0", expected_response: "false", error: "dial: refused" }), "GET /x: dial: refused"],
    ["answered without k6 judging it", request({ status: "404", expected_response: "" }), "GET /x answered 404"],
    ["a refused socket", sample("ws_connecting", { name: "WS /ws" }), "WS /ws refused or not answered"],
    ["a gRPC error", sample("grpc_req_duration", { name: "Say", status: "14" }), "Say answered 14"],
  ])("failed when it was %s", (_title, one, cause) => {
    const [step] = stepsOf([one]);
    expect(step).toMatchObject({ requests: 1, requestsFailed: 1, errors: [{ kind: "request", cause, count: 1 }] });
  });

  test("has not failed when the script expects its status", () => {
    expect(stepsOf([request({ status: "404", expected_response: "true" })])).toMatchObject([{ requestsFailed: 0 }]);
  });
});

test("errors are of a bounded number of kinds, ids and long numbers aside, and all are counted", () => {
  const texts = Array.from(
    { length: 100 },
    (_none, at) => `reason ${String.fromCharCode(97 + (at % 26))}${at % 50} of id ${10_000 + at}`,
  );
  const ends = texts.map((reason) => stepEnd("chat", { outcome: "failed", reason }));
  const { errors } = windowsOf(ends).totals();
  expect(errors).toHaveLength(21);
  expect(errors[0]).toMatchObject({ kind: "other", cause: "other errors" });
  expect(errors.reduce((sum, { count }) => sum + count, 0)).toBe(100);
});

describe("the run as a whole", () => {
  test("knows iterations, dropped ones and VUs", () => {
    const all = [
      sample("iterations", {}, { value: 1 }),
      sample("iteration_duration", {}, { value: 900 }),
      sample("dropped_iterations", {}, { value: 3 }),
      ...[5, 9, 7].map((value) => ({ ...sample("vus"), tags: {}, value })),
    ];
    expect(windowsOf(all).totals()).toMatchObject({
      vus: 9,
      samples: 6,
      journeys: [{ journey: "chat", iterations: 1, droppedIterations: 3, duration: { count: 1, max: 900 }, steps: [] }],
    });
  });

  test("is told by journey", () => {
    const totals = windowsOf([request({ scenario: "a" }), request({ scenario: "b" }), request({ scenario: "" })]).totals();
    expect(totals.journeys.map(({ journey }) => journey)).toEqual(["a", "b", "outside scenarios"]);
  });

  test("of nothing has no times", () => {
    expect(createWindows().totals()).toMatchObject({ firstMs: null, lastMs: null, journeys: [], samples: 0 });
  });
});

describe("a window", () => {
  test("is handed out once, when it has been over for 30 seconds", () => {
    const windows = windowsOf([request({}, 1, 0), request({}, 1, 4_999), request({}, 1, 5_000)]);
    expect(windows.take(startMs + 34_999)).toEqual([]);
    expect(windows.take(startMs + 35_000)).toMatchObject([{ startMs, durationMs: windowMs, journeys: [{ requests: 2 }] }]);
    expect(windows.take(startMs + 35_000)).toEqual([]);
    expect(windows.finish()).toMatchObject([{ startMs: startMs + 5_000, journeys: [{ requests: 1 }] }]);
  });

  test("that was handed out does not change: what comes for it later is in the totals, and told", () => {
    const windows = windowsOf([request({}, 1, 0)]);
    const [window] = windows.take(startMs + 60_000);
    windows.add(request({}, 1, 1));
    windows.add(request({}, 1, 70_000));
    expect(window).toMatchObject({ journeys: [{ requests: 1 }] });
    expect(windows.finish()).toMatchObject([{ startMs: startMs + 70_000 }]);
    expect(windows.totals()).toMatchObject({ lateSamples: 1, journeys: [{ requests: 3 }] });
  });

  test("is not opened without end by a clock that jumps about", () => {
    const windows = windowsOf(Array.from({ length: 1_000 }, (_none, at) => request({}, 1, at * 3_600_000)));
    expect(windows.totals()).toMatchObject({ lateSamples: 760, journeys: [{ requests: 1_000 }] });
    expect(windows.finish()).toHaveLength(240);
  });
});

type Journeys = LoadWindow["journeys"];
type Pick = (one: Journeys[number]) => number;
const count = (all: Journeys, pick: Pick) => all.reduce((sum, journey) => sum + pick(journey), 0);
const picks: Pick[] = [
  ({ requests }) => requests,
  ({ ended }) => ended,
  ({ failed }) => failed,
  ({ checksFailed }) => checksFailed,
  ({ iterations }) => iterations,
];

describe("whatever comes in whatever order", () => {
  const anySample = fc
    .record({
      kind: fc.nat({ max: 5 }),
      step: fc.constantFrom("a", "b", "c"),
      ms: fc.integer({ min: 0, max: 5_000 }),
      afterMs: fc.nat({ max: 120_000 }),
    })
    .map(({ kind, step, ms, afterMs }) => {
      if (kind === 0)
        return stepEnd(step, { durationMs: ms, outcome: ms % 3 === 0 ? "failed" : "passed", reason: `r${ms % 5}` }, afterMs);
      if (kind === 1) return request({ step, scenario: step === "c" ? "other" : "chat" }, ms, afterMs);
      if (kind === 2) return { ...check("x", ms % 2 === 0, { step }), atMs: startMs + afterMs };
      if (kind === 3) return sample("iterations", {}, { afterMs });
      if (kind === 4) return sample("dropped_iterations", {}, { afterMs });
      return sample("iteration_duration", {}, { afterMs, value: ms });
    });

  test("the windows add up to the totals, and the totals to what came", () => {
    fc.assert(
      fc.property(
        fc.array(anySample, { maxLength: 200 }),
        fc.array(fc.nat({ max: 200_000 }), { maxLength: 5 }),
        (samples, takes) => {
          const windows = createWindows();
          const handedOut: LoadWindow[] = [];
          samples.forEach((one, at) => {
            windows.add(one);
            const takeAt = takes[at % 40];
            if (takeAt !== undefined && at % 40 < takes.length && at > 100) handedOut.push(...windows.take(startMs + takeAt));
          });
          handedOut.push(...windows.finish());
          const { journeys, lateSamples } = windows.totals();
          const ofWindows = handedOut.flatMap((window) => window.journeys);
          for (const pick of picks) {
            const missing = count(journeys, pick) - count(ofWindows, pick);
            expect(missing).toBeGreaterThanOrEqual(0);
            expect(missing).toBeLessThanOrEqual(lateSamples);
          }
          expect(count(journeys, ({ requests }) => requests)).toBe(
            samples.filter(({ metric }) => metric === "http_req_duration").length,
          );
          expect(count(journeys, ({ checks }) => checks)).toBe(samples.filter(({ metric }) => metric === "checks").length);
          expect(new Set(handedOut.map((window) => window.startMs)).size).toBe(handedOut.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("the sketches of the windows merge to the sketch of the totals", () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 200 }), (samples) => {
        const windows = windowsOf(samples);
        const steps = windows.finish().flatMap((window) => window.journeys.flatMap((journey) => journey.steps));
        const total = windows.totals().journeys.flatMap((journey) => journey.steps);
        for (const step of ["a", "b"]) {
          const merge = (some: typeof steps) =>
            createSketch(...some.filter((one) => one.step === step).flatMap(({ duration }) => duration?.sketch ?? [])).data();
          expect(merge(steps)).toEqual(merge(total));
        }
      }),
      { numRuns: 300 },
    );
  });
});
