import { expect, test } from "vitest";
import { type RunKnowledge, isRunOver } from "./run-is-over.ts";

const made = {
  target: "demo",
  kind: "account",
  name: "a@b",
  runId: "run-1",
  probe: "first-time-user",
  createdMs: 1_000_000,
} as const;
const probe = { name: "first-time-user", target: "demo", timeoutMs: 30_000 };

function isOverAfter(ageMs: number, given: Partial<RunKnowledge> = {}): boolean {
  const known = { nowMs: made.createdMs + ageMs, probes: [probe], isStored: () => false, olderThanMs: null, ...given };
  return isRunOver(made, known);
}

test.each<[title: string, ageMs: number, given: Partial<RunKnowledge>, over: boolean]>([
  ["younger than its time-out and a minute it may go on", 90_000, {}, false],
  ["older than that it is over", 90_001, {}, true],
  ["one that is stored is over at once", 0, { isStored: (id) => id === "run-1" }, true],
  ["another one that is stored says nothing", 0, { isStored: (id) => id === "run-2" }, false],
  ["of a probe that nobody knows ten minutes are enough", 660_001, { probes: [] }, true],
  ["and less is not", 660_000, { probes: [] }, false],
  ["the time-out of the same probe on another target says nothing", 90_001, { probes: [{ ...probe, target: "staging" }] }, false],
  ["what is asked for counts instead", 5_000, { olderThanMs: 5_000 }, true],
  ["also for one that is stored", 4_999, { olderThanMs: 5_000, isStored: () => true }, false],
  ["a clock that was set back makes nobody old", -1_000, { olderThanMs: 0 }, false],
])("%s", (_title, ageMs, given, over) => {
  expect(isOverAfter(ageMs, given)).toBe(over);
});
