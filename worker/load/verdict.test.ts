import { expect, test } from "vitest";
import type { GateResult } from "../contract/load.ts";
import { type LoadEnding, judgeLoad } from "./verdict.ts";

const gate = (outcome: GateResult["outcome"]): GateResult => ({
  name: "chat p95",
  gate: null,
  outcome,
  seen: 1,
  limit: 1,
  text: "text",
});
const ending: LoadEnding = { interrupted: null, hardStop: null, invalid: [], gates: [gate("kept")] };

test.each([
  ["passed when every gate was kept", {}, "passed", []],
  ["passed when nothing was asked", { gates: [] }, "passed", []],
  ["failed when a gate was broken", { gates: [gate("kept"), gate("broken")] }, "failed", ["chat p95: text"]],
  ["failed when a gate has no samples", { gates: [gate("no-samples")] }, "failed", ["chat p95: text"]],
  ["failed when it stopped by itself, whatever the gates", { hardStop: "9 of 10 failed" }, "failed", ["9 of 10 failed"]],
  [
    "invalid when the generator was at its limit, whatever the gates",
    { invalid: ["no CPU left"], gates: [gate("broken")] },
    "invalid",
    ["no CPU left", "chat p95: text"],
  ],
  [
    "interrupted before anything else",
    { interrupted: "Ctrl-C", invalid: ["no CPU left"] },
    "interrupted",
    ["Ctrl-C", "no CPU left"],
  ],
] as const)("a load run is %s", (_title, given, verdict, reasons) => {
  expect(judgeLoad({ ...ending, ...given })).toEqual({ verdict, reasons });
});
