import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Config } from "../contract/config.ts";
import { fakeProbe } from "../kit/fake-probe.ts";
import { wantedJourneys } from "./load-mix.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sonde-mix-"));
  mkdirSync(join(folder, "probes"));
  for (const name of ["probes/own.ts", "my script.js"]) writeFileSync(join(folder, name), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

function wanted(words: string[], mix: Record<string, number> = {}) {
  const config = { probes: [fakeProbe({ name: "chat", journey: "/p/chat.ts" })], load: { mix } } as unknown as Config;
  const { wanted, problems } = wantedJourneys(words, config, join(folder, "sonde.config.ts"));
  return {
    names: wanted.map(({ name, weight, file }) => `${name}:${weight} ${file.split("/").at(-1)}`),
    problems: problems.map(({ found }) => found),
    pastes: problems.map(({ paste }) => paste),
  };
}

test.each<[string, string[], Record<string, number>, string[]]>([
  ["a probe", ["chat"], {}, ["chat:1 chat.ts"]],
  ["a probe with a weight", ["chat:2.5"], {}, ["chat:2.5 chat.ts"]],
  ["a journey beside the configuration", ["own:3"], {}, ["own:3 own.ts"]],
  ["one that comes with Sonde", ["first-time-user"], {}, ["first-time-user:1 first-time-user.ts"]],
  ["the configured mix where nothing is named", [], { chat: 3, own: 1 }, ["chat:3 chat.ts", "own:1 own.ts"]],
])("%s is found by its name", (_what, words, mix, names) => {
  expect(wanted(words, mix)).toEqual({ names, problems: [], pastes: [] });
});

test("a script is found by its path, and gets a name that k6 takes", () => {
  expect(wanted([join(folder, "my script.js")]).names).toEqual(["my-script:1 my script.js"]);
});

test.each<[string, string[], RegExp]>([
  ["nothing at all", [], /no journey, neither on the command line nor here/],
  ["a name that nobody knows", ["chta"], /chta, which is no probe and no journey/],
  ["a weight that is none", ["chat:many"], /chat without a weight/],
  ["a script that is not there", ["gone/script.js"], /no file at .*gone\/script\.js/],
])("%s is told", (_what, words, problem) => {
  expect(wanted(words).problems).toEqual([expect.stringMatching(problem)]);
});

test("a name with a slip gets the one that is meant", () => {
  expect(wanted(["chta"]).pastes).toEqual(["chat"]);
});
