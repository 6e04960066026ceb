import { expect, test } from "vitest";
import type { GateResult } from "../../contract/load.ts";
import { fakeError, fakeRecord, startedAtMs } from "./fake-load.ts";
import { firstBreakage, kneeSentence, whenItBroke } from "./first-breakage.ts";

const gate: GateResult = {
  name: "chat / dashboard p95",
  gate: null,
  outcome: "broken",
  seen: 812,
  limit: 500,
  text: "p95 (812 ms) is at most 500 ms",
};
const broke = {
  atMs: startedAtMs + 65_000,
  ratePerS: 42,
  gate,
  journey: "chat",
  step: "dashboard",
  cause: null,
  also: ["x p99"],
};

function withErrors(...errors: ReturnType<typeof fakeError>[]) {
  const record = fakeRecord();
  return { ...record, summary: { ...record.summary, totals: { ...record.summary.totals, errors } } };
}

test("the gate that broke first is told with step, time and rate", () => {
  const first = firstBreakage(fakeRecord({ summary: { knee: { ratePerS: 38, broke } } }));
  expect(first).toMatchObject({ label: "dashboard", what: gate.text, cause: null, also: ["x p99"] });
  expect(first && whenItBroke(first)).toBe("after 1:05, at 42.0/s");
});

test("where nobody looked for a gate, it is the first error, at the rate of its window", () => {
  const first = firstBreakage(withErrors(fakeError({ firstAtMs: startedAtMs + 90_000 }), fakeError({ step: "chat" })));
  expect(first).toMatchObject({ label: "chat", what: "first failed step", cause: "status (503) is 200: upstream connect error" });
  expect(first && whenItBroke(first)).toBe("after 1:02, at 20.0/s");
});

test("nothing broke in a run without errors", () => {
  expect(firstBreakage(fakeRecord())).toBeNull();
});

test.each([
  [null, null],
  [{ ratePerS: null, broke }, "No rate was found at which every gate was kept."],
  [{ ratePerS: 38, broke }, "Every gate was kept up to 38.0/s."],
  [{ ratePerS: 80, broke: null }, "Every gate was kept up to 80.0/s, the highest rate tried: the knee is beyond."],
])("a knee of %j is told in one sentence", (knee, sentence) => {
  expect(kneeSentence(fakeRecord({ summary: { knee } }))).toBe(sentence);
});
