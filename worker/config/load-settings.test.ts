import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadDefaults } from "./defaults.ts";
import { buildLoad } from "./load-settings.ts";
import { loadSchema } from "./load-schema.ts";
import { parse } from "./parse.ts";
import { collectProblems } from "./report.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sonde-load-"));
  writeFileSync(join(folder, "users.csv"), "email,password\na@example.com,first-word\nb@example.com,second-word\n");
  writeFileSync(join(folder, "short.csv"), "email,password\na@example.com\n");
  writeFileSync(join(folder, "none.csv"), "email,password\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a file that says this of `load` makes, and what is wrong with it. */
function read(given: unknown) {
  const { problems, report } = collectProblems("sonde.config.ts");
  const settings = buildLoad(parse(loadSchema, given, "load", report).value ?? {}, folder, report);
  return { settings, problems: problems.map(({ path, found, expected }) => `${path}: ${found}; ${expected}`) };
}

test("nothing said is five a second under a ceiling, with no mix, no users, and the journeys' own gates", () => {
  expect(read({})).toEqual({
    problems: [],
    settings: { ratePerS: 5, ceiling: loadDefaults.ceiling, profiles: {}, gates: null, mix: {}, users: null },
  });
});

test("profiles, gates and a ceiling are read with their defaults", () => {
  const { settings, problems } = read({
    rate: 20,
    ceiling: { vus: 100, duration: "10m" },
    profiles: {
      quick: {
        stages: [
          { to: 1, over: "10s" },
          { to: 0, over: "0s" },
        ],
        thinkTime: ["1s", "3s"],
        untilBroken: true,
      },
    },
    gates: [
      { step: "chat", p95: "800ms", errorRate: 0.01 },
      { journey: "chat", throughput: "baseline" },
    ],
  });
  expect(problems).toEqual([]);
  expect(settings.ceiling).toEqual({ ...loadDefaults.ceiling, vus: 100, durationMs: 600_000 });
  expect(settings.profiles["quick"]).toMatchObject({
    startTarget: 0,
    stages: [
      { target: 1, durationMs: 10_000 },
      { target: 0, durationMs: 0 },
    ],
    thinkTimeMs: { min: 1_000, max: 3_000 },
    gracefulStopMs: 30_000,
    endsAtBrokenGate: true,
  });
  expect(settings.gates).toEqual([
    { journey: null, step: "chat", measure: "p95", limit: { kind: "absolute", value: 800 } },
    { journey: null, step: "chat", measure: "error-rate", limit: { kind: "absolute", value: 0.01 } },
    { journey: "chat", step: null, measure: "throughput", limit: { kind: "baseline" } },
  ]);
});

describe("users", () => {
  test("of a file are its lines, by the names of its first", () => {
    expect(read({ users: "users.csv" }).settings.users).toEqual([
      { email: "a@example.com", password: "first-word" },
      { email: "b@example.com", password: "second-word" },
    ]);
  });

  test("of a pattern are counted from 1", () => {
    expect(read({ users: { count: 2, email: "load+{n}@example.com" } }).settings.users).toEqual([
      { email: "load+1@example.com" },
      { email: "load+2@example.com" },
    ]);
  });
});

test.each<[string, unknown, RegExp]>([
  ["a rate over the ceiling", { rate: 80 }, /^load\.rate: 80 a second, over the ceiling of 50/],
  ["a rate of 0", { rate: 0 }, /^load\.rate: 0; more than 0/],
  ["a profile without stages", { profiles: { p: { stages: [] } } }, /^load\.profiles\.p\.stages/],
  ["a profile that takes no time", { profiles: { p: { stages: [{ to: 1, over: "0s" }] } } }, /stages that take no time/],
  [
    "a think time backwards",
    { profiles: { p: { stages: [{ to: 1, over: "1s" }], thinkTime: ["3s", "1s"] } } },
    /from 3000 to 1000 ms/,
  ],
  [
    "a gate without a measure",
    { gates: [{ step: "chat" }] },
    /^load\.gates\[0\]: a gate that asks for nothing; one or more of p50/,
  ],
  ["a gate over 1", { gates: [{ p95: "1s", errorRate: 5 }] }, /^load\.gates\[0\]\.errorRate: 5; a share from 0 to 1/],
  ["a weight of 0", { mix: { chat: 0 } }, /^load\.mix\.chat: 0; more than 0/],
  ["a word that is none", { rates: 3 }, /^load\.rates: rates, which is no key here/],
  ["users without a number in their address", { users: { count: 3, email: "a@example.com" } }, /^load\.users/],
  ["a file of users that is not there", { users: "gone.csv" }, /^load\.users: a file that cannot be read \(ENOENT\)/],
  ["a user without a password", { users: "short.csv" }, /^load\.users: user 1 with a value too few or too many/],
  ["a file without users", { users: "none.csv" }, /^load\.users: no user in/],
])("%s is told, with what was expected", (_what, given, problem) => {
  const { problems } = read(given);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(problem);
});
