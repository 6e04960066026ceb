import { expect, test } from "vitest";
import { thresholdGates } from "./threshold-gates.ts";

test("k6's own thresholds are gates: crossed is broken, and without samples is not kept", () => {
  const thresholds = {
    http_req_duration: ["p(95)<500", "p(99)<900"],
    checks: ["rate>0.99"],
    "ws_connecting{step:chat}": ["max<100"],
  };
  const results = thresholdGates(thresholds, { crossed: ["http_req_duration"], withoutSamples: ["ws_connecting{step:chat}"] });
  expect(results.map(({ outcome, text }) => [outcome, text])).toEqual([
    ["broken", "http_req_duration (crossed) is p(95)<500, p(99)<900"],
    ["kept", "checks (kept) is rate>0.99"],
    ["no-samples", "ws_connecting{step:chat} (no samples) is max<100"],
  ]);
});

test("a script without thresholds has no gates", () => {
  expect(thresholdGates({}, { crossed: [], withoutSamples: [] })).toEqual([]);
});
