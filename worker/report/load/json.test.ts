import { expect, test } from "vitest";
import type { GateResult } from "../../contract/load.ts";
import { fakeError, fakeRecord, fakeReport, startedAtMs } from "./fake-load.ts";
import { loadJson } from "./json.ts";
import { readLoadJson } from "./read-json.ts";

const gate: GateResult = {
  name: "chat / chat p95",
  gate: { journey: "chat", step: "chat", measure: "p95", limit: { kind: "absolute", value: 500 } },
  outcome: "broken",
  seen: 812,
  limit: 500,
  text: "p95 (812 ms) is at most 500 ms",
};
const broke = { atMs: startedAtMs, ratePerS: 4, gate, journey: "chat", step: null, cause: null, also: ["x"] };
const change = {
  journey: null,
  step: null,
  measure: "throughput",
  baseline: 1,
  current: 2,
  change: 1,
  low: null,
  high: null,
} as const;
const comparison = {
  verdict: "no-regression",
  changes: [{ ...change, verdict: "improvement" }],
  confidence: 0.95,
  windows: { baseline: 3, current: 2 },
} as const;

test("what was written is read back as it was", () => {
  const run = fakeRecord({
    windows: 2,
    failing: () => 0.2,
    summary: { gates: [gate], knee: { ratePerS: null, broke }, comparison: { ...comparison, changes: [...comparison.changes] } },
  });
  run.summary.totals.errors.push(fakeError(), fakeError({ evidence: null }));
  expect(readLoadJson(loadJson(fakeReport(run)))).toMatchObject({ summary: run.summary, windows: run.windows });
});

test.each([
  ["no JSON", "{", /^This is no JSON: /],
  ["the JSON of something else", "{}", /no report that sonde load wrote as JSON \(version 1\): at format /],
  ["a later version", '{"format":"sonde-load-report","version":2}', / at version /],
])("%s is refused, and the error says where", (_name, text, message) => {
  expect(() => readLoadJson(text)).toThrow(message);
});
