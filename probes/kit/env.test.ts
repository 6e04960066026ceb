import { describe, expect, test } from "vitest";
import { runVariables } from "../../worker/contract/settings.ts";
import { env } from "../stubs/env.ts";
import { readRunSettings, variable } from "./env.ts";

describe("the run's settings", () => {
  test("know no warm run and no leftovers where nobody tells of them", () => {
    const { warm, leftovers, runId } = readRunSettings(env);
    expect({ runId, warm: [...warm], leftovers }).toEqual({ runId: "run-1", warm: [], leftovers: [] });
  });

  test("hold the usual times of warm steps, and what is to be removed", () => {
    const { warm, leftovers } = readRunSettings({
      ...env,
      [runVariables.warm]: '{"live":12.5,"constructor":3,"odd":"text"}',
      [runVariables.leftovers]: '["a@example.com"]',
    });
    expect({ warm: [...warm], leftovers }).toEqual({
      warm: [
        ["live", 12.5],
        ["constructor", 3],
      ],
      leftovers: ["a@example.com"],
    });
    expect(warm.get("toString")).toBeUndefined();
  });

  test.each<[string, string, string]>([
    [runVariables.warm, "{", "SONDE_WARM_MS is no JSON."],
    [runVariables.leftovers, "[1]", "SONDE_LEFTOVERS holds no list of names."],
    [runVariables.leftovers, '"a"', "SONDE_LEFTOVERS holds no list of names."],
    [runVariables.target, "{", "SONDE_TARGET_SETTINGS is no JSON."],
    [runVariables.target, '{"name":"x"}', "SONDE_TARGET_SETTINGS holds no target"],
    [runVariables.runId, "", "SONDE_RUN_ID is not set"],
  ])("%s that is %j is refused", (name, text, message) => {
    expect(() => readRunSettings({ ...env, [name]: text })).toThrow(message);
  });
});

test.each<[Record<string, string>, string]>([
  [{}, "90s"],
  [{ PATIENCE: "" }, "90s"],
  [{ PATIENCE: "5s" }, "5s"],
])("a variable out of %j is %s", (variables, expected) => {
  expect(variable("PATIENCE", "90s", variables)).toBe(expected);
});
