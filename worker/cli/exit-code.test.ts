import { expect, test } from "vitest";
import type { Verdict } from "../contract/words.ts";
import { exitCodeOf } from "./exit-code.ts";

test.each<[string, Verdict[], number]>([
  ["all up is fine", ["up", "up"], 0],
  ["degraded is fine", ["up", "degraded"], 0],
  ["one down is 1", ["up", "down", "up"], 1],
  ["an error is 3", ["up", "error"], 3],
  ["no data is 3", ["no-data"], 3],
  ["down comes before error", ["error", "down", "no-data"], 1],
])("%s", (_name, verdicts, code) => {
  expect(exitCodeOf(verdicts)).toBe(code);
});
