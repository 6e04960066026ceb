import { expect, test } from "vitest";
import type { Run } from "../contract/run.ts";
import { fakeRunNumber, fakeStep } from "./fake-run.ts";
import { rawDatabase, temporaryStore } from "./temporary-store.ts";
import { newestWarm } from "./warm-steps.ts";

/** A run whose step `live` took so long. */
const warmRun = (number: number, durationMs: number | null, given: Partial<Run> = {}) =>
  fakeRunNumber(number, {
    verdict: "up",
    cold: false,
    steps: [fakeStep({ name: "live", durationMs, outcome: "passed" })],
    ...given,
  });

function storeWith(...runs: Run[]) {
  const scene = temporaryStore();
  for (const run of runs) scene.store.record({ run, state: null, change: null, points: [] });
  return scene;
}

const warmIn = (...runs: Run[]) => storeWith(...runs).store.warmSteps("demo", "chat");

test.each([
  ["no run", [], {}],
  ["one run", [warmRun(1, 10)], { live: 10 }],
  ["an odd number: the middle one", [warmRun(1, 30), warmRun(2, 10), warmRun(3, 9_000)], { live: 30 }],
  ["an even number: between the middle ones", [warmRun(1, 10), warmRun(2, 20)], { live: 15 }],
  ["runs that do not know whether they met a cold instance count", [warmRun(1, 10, { cold: null })], { live: 10 }],
  ["cold runs do not count", [warmRun(1, 10), warmRun(2, 9_000, { cold: true })], { live: 10 }],
  [
    "runs that were not up do not count",
    [
      warmRun(1, 10),
      ...(["degraded", "down", "error", "no-data"] as const).map((verdict, at) => warmRun(2 + at, 99, { verdict })),
    ],
    { live: 10 },
  ],
  ["other probes and targets do not count", [warmRun(1, 10, { probe: "auth" }), warmRun(2, 20, { target: "staging" })], {}],
  ["a step that was not timed has no median", [warmRun(1, null)], {}],
])("%s", (_title, runs, expected) => {
  expect(warmIn(...runs)).toEqual(expected);
});

test("each step has its own median", () => {
  const steps = [fakeStep({ name: "live", durationMs: 5 }), fakeStep({ name: "__proto__", durationMs: 7 })];
  expect(Object.entries(warmIn(warmRun(1, 0, { steps })))).toEqual([
    ["live", 5],
    ["__proto__", 7],
  ]);
});

test("the last 20 runs count, by their start", () => {
  const late = Array.from({ length: 20 }, (_, at) => warmRun(100 + at, 10));
  const early = Array.from({ length: 30 }, (_, at) => warmRun(at, 500));
  expect(warmIn(...late, ...early)).toEqual({ live: 10 });
});

test("they are found by an index, however many runs were down since", () => {
  const { path } = storeWith(warmRun(1, 10));
  const plan = rawDatabase(path).all(`EXPLAIN QUERY PLAN ${newestWarm}`, "chat", "demo", 20);
  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringMatching(/^SEARCH runs USING .*INDEX runs_warm/)]);
});
