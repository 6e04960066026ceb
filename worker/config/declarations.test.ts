import { expect, test } from "vitest";
import type { Config, JourneyDeclaration, Probe } from "../contract/config.ts";
import { fakeProbe } from "../kit/fake-probe.ts";
import { checkDeclarations } from "./declarations.ts";
import { loadDefaults } from "./defaults.ts";
import { seriesOf } from "./series.ts";

const probe = (given: Partial<Probe> = {}) => fakeProbe({ target: "demo", ...given });

const config = (probes: Probe[], maxSeries = 1_000): Config => ({
  target: "demo",
  targets: {},
  probes,
  maintenance: [],
  concurrency: 1,
  location: "here",
  influx: null,
  store: { path: "/s", retentionMs: 1, maxBytes: 1, maxOutboxBytes: 1 },
  canary: null,
  web: { host: "127.0.0.1", port: 0 },
  maxSeries,
  load: { ratePerS: 1, ceiling: loadDefaults.ceiling, profiles: {}, gates: null, mix: {}, users: null },
});

const step = { needs: [], budgetMs: null, limitsMs: {} };
const declared: JourneyDeclaration = { steps: { "sign-in": step, chat: step }, budgetMs: null };

test("a budget for a step that the journey does not declare is a problem with the nearest step to paste", () => {
  const problems = checkDeclarations(
    config([probe({ budgets: { "sign-inn": 3_000, chat: 1_500 } })]),
    new Map([["/probes/chat.ts", declared]]),
    "sonde.config.ts",
  );
  expect(problems).toEqual([
    {
      file: "sonde.config.ts",
      path: "probes.chat.budgets.sign-inn",
      found: "sign-inn, which is no step of /probes/chat.ts",
      expected: "one of sign-in, chat",
      paste: '"sign-in": "3s"',
    },
  ]);
});

test.each(["two\nlines", "x".repeat(201), " blanks ", "", "\u001b[31mred"])("a step cannot be named %j", (name) => {
  const declarations = new Map([["/probes/chat.ts", { steps: { [name]: step }, budgetMs: null }]]);
  expect(checkDeclarations(config([probe()]), declarations, "f")).toEqual([
    expect.objectContaining({ path: "/probes/chat.ts", found: expect.stringMatching(/^a step named "/) }),
  ]);
});

test.each([
  ["that no step measures", "first_answr_ms", /first_answr_ms, which no step measures/, "first_answer_ms"],
  ["that is no time", "answer_length", /answer_length, which no step measures/, null],
  ["of the step as a whole", "duration_ms", /duration_ms, which is what a budget is for/, null],
  ["that the worker takes", "waiting_ms", /waiting_ms, which no step measures/, null],
])("a limit for a measure %s is a problem of the journey", (_title, measure, found, paste) => {
  const chat = { ...step, limitsMs: { first_answer_ms: 5_000, [measure]: 1_000 } };
  const declarations = new Map([["/probes/chat.ts", { steps: { "sign-in": step, chat }, budgetMs: null }]]);
  expect(checkDeclarations(config([probe()]), declarations, "f")).toEqual([
    {
      file: "f",
      path: "/probes/chat.ts: chat",
      found: expect.stringMatching(found),
      expected: expect.stringMatching(/^one of .*first_answer_ms.*ready_ms/),
      paste,
    },
  ]);
});

test("a script without the kit may have any step", () => {
  const problems = checkDeclarations(config([probe({ budgets: { anything: 1 } })]), new Map([["/probes/chat.ts", null]]), "f");
  expect(problems).toEqual([]);
});

test("series are counted from the words and the steps: a run's verdicts, a state's changes, a step's outcomes, and roll-ups", () => {
  const { total, rollups, largest } = seriesOf(
    { probes: [probe(), probe({ name: "plain", journey: "/plain.js" })], targets: { demo: {} } },
    new Map([["/probes/chat.ts", declared]]),
  );
  expect(largest).toEqual([
    { probe: "plain", series: 5 + 4 + 100 * 5 + 2 * 101 },
    { probe: "chat", series: 5 + 4 + 2 * 5 + 2 * (1 + 2 * 16) },
  ]);
  expect([total, rollups]).toEqual([1 + 3 + 711 + 85, 202 + 66]);
});

test("more series than the limit are a problem that names the probes with the most", () => {
  const many = config([probe({ name: "plain", journey: "/plain.js" })], 500);
  expect(checkDeclarations(many, new Map(), "f")).toEqual([
    expect.objectContaining({ path: "maxSeries", found: expect.stringContaining("plain 711"), paste: "maxSeries: 712" }),
  ]);
});
