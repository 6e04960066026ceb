import { describe, expect, test } from "vitest";
import type { Target } from "../contract/config.ts";
import type { ProbeState } from "../contract/run.ts";
import { isInCi, refuseDown, refuseSecond, refuseUnmarked } from "./load-guards.ts";

const target = { name: "staging", load: true, urls: { api: "https://api.example.com" } } as Target;
const state = (word: ProbeState["state"]): ProbeState => ({
  state: word,
  sinceMs: 0,
  cause: "status (503) is 200",
  pending: null,
});
const storeOf = (states: Record<string, ProbeState["state"]>) => ({
  states: () => new Map(Object.entries(states).map(([probe, word]) => [probe, state(word)])),
});

test("a target that is not marked for load is refused, with what to write where", () => {
  expect(() => refuseUnmarked(target, "sonde.config.ts")).not.toThrow();
  expect(() => refuseUnmarked({ ...target, load: false }, "sonde.config.ts")).toThrow(
    /write load: true into targets\.staging of sonde\.config\.ts/,
  );
});

describe("while a probe of the target is down", () => {
  test("load is refused, and it is said which and why", () => {
    expect(() => refuseDown(target, storeOf({ chat: "down", auth: "up" }), {})).toThrow(
      / {2}chat: status \(503\) is 200\n.*--force/,
    );
  });

  test("--force puts it on all the same", () => {
    expect(() => refuseDown(target, storeOf({ chat: "down" }), { force: true })).not.toThrow();
  });
});

test("degraded and unknown probes are no reason to refuse", () => {
  expect(() => refuseDown(target, storeOf({ chat: "degraded", auth: "unknown" }), {})).not.toThrow();
});

test("a second load on the same target is refused as long as the first one's process is there", () => {
  const store = { loads: { marks: () => [{ runId: "run-1", target: "staging", owner: "1-2" }] } };
  expect(() => refuseSecond(target, store, () => true)).toThrow(/run-1/);
  expect(() => refuseSecond(target, store, () => false)).not.toThrow();
  expect(() => refuseSecond({ ...target, name: "demo" }, store, () => true)).not.toThrow();
});

test.each([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
  ["", false],
])("CI=%s is a pipeline: %s", (value, isPipeline) => {
  expect(isInCi({ CI: value })).toBe(isPipeline);
});
