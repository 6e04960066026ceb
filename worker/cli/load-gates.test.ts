import { expect, test } from "vitest";
import type { Change, LoadMeasure } from "../contract/load.ts";
import { baselineGates } from "./load-gates.ts";

const change = (measure: LoadMeasure, verdict: Change["verdict"]): Change => ({
  journey: "shop",
  step: "item",
  measure,
  baseline: 50,
  current: 58,
  change: 0.16,
  low: 0.1,
  high: 0.2,
  verdict,
});

test.each<[string, Change[], LoadMeasure[]]>([
  ["p95 and errors, as long as there are samples", [change("p95", "no-change"), change("error-rate", "no-samples")], ["p95"]],
  ["what else has become worse", [change("p50", "regression"), change("p95", "no-change")], ["p50", "p95"]],
  ["nothing that is only unclear, or better", [change("p50", "unclear"), change("p99", "improvement")], []],
])("gates against a baseline are for %s", (_what, changes, measures) => {
  expect(baselineGates({ changes }).map(({ measure }) => measure)).toEqual(measures);
});
