import { expect, test } from "vitest";
import type { GateResult, LoadVerdict } from "../../contract/load.ts";
import { fakeRecord } from "./fake-load.ts";
import { loadJunit } from "./junit.ts";

function gate(name: string, outcome: GateResult["outcome"]): GateResult {
  return { name, gate: null, outcome, seen: 812, limit: 500, text: `${name} (812 ms) is at most 500 ms` };
}

function junitOf(verdict: LoadVerdict, gates: GateResult[], reasons: string[] = []): string {
  return loadJunit(fakeRecord({ windows: 1, summary: { verdict, gates, reasons } }).summary);
}

test("a gate is a case: kept, broken, or without samples, which fails as well", () => {
  const xml = junitOf("failed", [gate("p50", "kept"), gate("p95", "broken"), gate("p99", "no-samples")]);
  expect(xml).toContain(`tests="3" failures="2" errors="0"`);
  expect(xml).toContain(`<testcase classname="staging.load.release" name="p50" time="0"/>`);
  expect(xml).toContain(`name="p95" time="0"><failure message="p95 (812 ms) is at most 500 ms"/></testcase>`);
  expect(xml).toContain(`name="p99" time="0"><failure `);
});

test.each<[LoadVerdict, string]>([
  ["invalid", `tests="2" failures="0" errors="1"`],
  ["interrupted", `tests="2" failures="0" errors="1"`],
  ["failed", `tests="2" failures="1" errors="0"`],
])("a run that is %s fails the suite although its gates were kept", (verdict, counts) => {
  const xml = junitOf(verdict, [gate("p95", "kept")], ["k6 had no CPU left"]);
  expect(xml).toContain(counts);
  expect(xml).toContain(">k6 had no CPU left</");
});

test("a run that passed without gates is one case that passed", () => {
  expect(junitOf("passed", [])).toContain(`tests="1" failures="0" errors="0"`);
});
