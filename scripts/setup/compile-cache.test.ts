import { expect, test } from "vitest";
import { compileCache } from "./compile-cache.mjs";

const machine = (env: Record<string, string>) => ({ env, platform: "linux", arch: "x64", home: "/home/me", announce: () => {} });

test("what Node compiled is kept beside the tools", () => {
  expect(compileCache(machine({}))).toEqual({ NODE_COMPILE_CACHE: "/home/me/.cache/sonde/compiled" });
});

test.each([
  ["has one already", { NODE_COMPILE_CACHE: "/elsewhere" }],
  ["wants none", { NODE_DISABLE_COMPILE_CACHE: "1" }],
])("a user who %s is left alone", (_title, env) => {
  expect(compileCache(machine(env))).toEqual({});
});
