import { describe, expect, test } from "vitest";
import type { GateResult, JourneyLoad } from "../contract/load.ts";
import { noCounts } from "../load/counts.ts";
import { type LoadView, loadLine, renderLoad } from "./load-screen.ts";

function step(name: string, failed = 0) {
  return { step: name, ...noCounts(), started: 100, ended: 100, failed, duration: null, measures: {}, errors: [] };
}

function journey(steps: number, failed = 0): JourneyLoad {
  const all = Array.from({ length: steps }, (_none, at) => step(`step-${at}`, failed));
  return {
    journey: "chat",
    ...noCounts(),
    ended: 100 * steps,
    failed: failed * steps,
    iterations: 100,
    droppedIterations: 0,
    duration: null,
    steps: all,
  };
}

function gates(count: number, outcome: GateResult["outcome"]): GateResult[] {
  return Array.from({ length: count }, (_none, at) => ({
    name: `gate-${outcome}-${at}`,
    gate: null,
    outcome,
    seen: 1,
    limit: 2,
    text: "p95 (1 ms) is at most 2 ms",
  }));
}

const view = (given: Partial<LoadView> = {}): LoadView => ({
  title: "Load release on demo",
  elapsedMs: 15_000,
  durationMs: 60_000,
  askedPerS: 5,
  reachedPerS: 4.8,
  dropped: 0,
  vus: 3,
  maxVUs: 20,
  cpuShare: 0.25,
  journeys: [journey(2)],
  gates: gates(2, "kept"),
  notes: [],
  width: 80,
  height: 24,
  paint: (_colour, text) => text,
  ...given,
});

test("the live view says how far it is, what is asked and reached, every step and every gate", () => {
  expect(
    renderLoad(view())
      .split("\n")
      .map((line) => line.trimEnd()),
  ).toEqual([
    "Load release on demo",
    "██████░░░░░░░░░░░░░░░░░░ 15.0 s of 1 m",
    "4.80/s of 5.00/s  ·  3 of 20 VUs  ·  0 % failed  ·  generator at 25 % CPU",
    "",
    "STEP       TIMES   FAILED      P50      P95      P99",
    "step-0       100        0        –        –        –",
    "step-1       100        0        –        –        –",
    "",
    "✓ gate-kept-0: p95 (1 ms) is at most 2 ms",
    "✓ gate-kept-1: p95 (1 ms) is at most 2 ms",
    "Ctrl-C stops the load and reports what was measured",
  ]);
});

describe("on a small terminal", () => {
  const small = view({
    height: 20,
    journeys: [journey(50)],
    gates: [...gates(30, "kept"), ...gates(2, "broken")],
    notes: ["a note"],
  });

  test("nothing is longer or higher than it", () => {
    const lines = renderLoad({ ...small, width: 40, title: "x".repeat(200) }).split("\n");
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(Math.max(...lines.slice(3).map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  test("broken gates come first, and the rest is counted", () => {
    const text = renderLoad(small);
    expect(text.indexOf("gate-broken-0")).toBeLessThan(text.indexOf("more gates"));
    expect(text).toMatch(/… and \d+ more gates/);
  });
});

test.each<[string, Partial<LoadView>, RegExp]>([
  ["all is well", {}, /^15\.0 s of 1 m · 4\.80\/s of 5\.00\/s · 3 VUs · 0 % failed · all gates kept$/],
  ["a script plans its own", { askedPerS: null }, /· 4\.80\/s · 3 VUs/],
  [
    "something is wrong",
    { journeys: [journey(2, 10)], gates: gates(1, "broken"), dropped: 7 },
    /10(\.0)? % failed · 7 dropped · broken: gate-broken-0$/,
  ],
  ["much is wrong", { gates: gates(9, "broken") }, /broken: gate-broken-0, gate-broken-1, gate-broken-2 …$/],
])("where no terminal is, one line tells when %s", (_when, given, line) => {
  expect(loadLine(view(given))).toMatch(line);
});
