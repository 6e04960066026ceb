import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LoadLimits, LoadProfile, MixEntry } from "../contract/load.ts";
import { execOf } from "./plan-scenario.ts";
import type { LoadRequest } from "./load-request.ts";
import { planLoad } from "./plan.ts";
import { defaultProfiles } from "./profiles.ts";

const ceiling: LoadLimits = { ratePerS: 500, vus: 500, iterations: 5_000_000, durationMs: 24 * 3_600_000 };
const entry = (journey: string, given: Partial<MixEntry> = {}): MixEntry => ({
  journey,
  weight: 1,
  iterationMs: 2_000,
  exec: null,
  startMs: 0,
  ...given,
});
const profile = (name: string): LoadProfile => defaultProfiles.find((one) => one.name === name) as LoadProfile;
const request = (given: Partial<LoadRequest> = {}): LoadRequest => ({
  profile: profile("release"),
  mix: [entry("first-time-user")],
  ratePerS: 10,
  ceiling,
  file: "sonde.config.ts",
  ...given,
});
const problemsOf = (given: Partial<LoadRequest>) => planLoad(request(given)).problems;

describe("a plan", () => {
  test("is k6's options, with as many VUs as Little's law asks for", () => {
    expect(planLoad(request()).plan).toMatchObject({
      durationMs: 345_000,
      iterations: 150 + 3_000 + 75,
      preAllocatedVUs: 26,
      maxVUs: 81,
      options: {
        scenarios: {
          "first-time-user": {
            executor: "ramping-arrival-rate",
            exec: "firstTimeUser",
            timeUnit: "1s",
            startRate: 0,
            stages: [
              { target: 10, duration: "30s" },
              { target: 10, duration: "300s" },
              { target: 0, duration: "15s" },
            ],
            preAllocatedVUs: 26,
            maxVUs: 81,
            gracefulStop: "30s",
            startTime: "0s",
          },
        },
      },
    });
  });

  test("of a rate that stays the same needs no ramp", () => {
    expect(planLoad(request({ profile: profile("smoke") })).plan?.options.scenarios["first-time-user"]).toMatchObject({
      executor: "constant-arrival-rate",
      rate: 1,
      duration: "60s",
    });
  });

  test("splits the rate by weight, and counts by the minute where a second is too short", () => {
    const mix = [entry("chat", { weight: 3 }), entry("health", { weight: 1, startMs: 5_000, exec: "probe" })];
    const { plan } = planLoad(request({ profile: profile("smoke"), mix }));
    expect(plan?.options.scenarios).toMatchObject({
      chat: { rate: 45, timeUnit: "1m" },
      health: { rate: 15, timeUnit: "1m", exec: "probe", startTime: "5s" },
    });
    expect(plan?.durationMs).toBe(65_000);
  });

  test("counts think time into what keeps a VU busy", () => {
    const [without, rests] = [profile("release"), { ...profile("release"), thinkTimeMs: { min: 1_000, max: 3_000 } }];
    const vus = [without, rests].map((one) => planLoad(request({ profile: one })).plan?.preAllocatedVUs);
    expect(vus).toEqual([26, 51]);
  });

  test("has fewer spare VUs where the ceiling is near, and keeps those that it needs", () => {
    const mix = [entry("a"), entry("b")];
    const { plan } = planLoad(request({ mix, ceiling: { ...ceiling, vus: 40 } }));
    expect(plan).toMatchObject({ preAllocatedVUs: 28, maxVUs: 40 });
  });

  test.each(defaultProfiles.map((one) => [one.name, one] as const))("can be made of the profile %s as it comes", (_name, one) => {
    const { plan, problems } = planLoad(request({ profile: one, ratePerS: 15 }));
    expect(problems).toEqual([]);
    expect(plan?.profile).toBe(one.name);
    expect(one.purpose).toMatch(/[.?]$/);
  });

  test("gives every journey its part of the rate, to half an iteration a minute, and never more VUs than allowed", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        weights,
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.integer({ min: 100, max: 5_000 }),
        (some, ratePerS, iterationMs) => {
          const mix = some.map((weight, at) => entry(`j${at}`, { weight, iterationMs }));
          const { plan, problems } = planLoad(request({ mix, ratePerS, ceiling: { ...ceiling, vus: 400 } }));
          expect(plan === null).toBe(problems.length > 0);
          if (plan === null) return;
          expect(plan.maxVUs).toBeLessThanOrEqual(400);
          const all = some.reduce((sum, weight) => sum + weight, 0);
          Object.values(plan.options.scenarios).forEach((scenario, at) => {
            const target = scenario.executor === "ramping-arrival-rate" ? (scenario.stages[1]?.target ?? 0) : scenario.rate;
            const perMinute = target * (scenario.timeUnit === "1s" ? 60 : 1);
            expect(Math.abs(perMinute - (60 * ratePerS * (some[at] ?? 0)) / all)).toBeLessThanOrEqual(0.501);
            expect(scenario.maxVUs).toBeGreaterThanOrEqual(scenario.preAllocatedVUs);
          });
        },
      ),
    );
  });
});

describe("a plan is refused", () => {
  test.each([
    ["without a journey", { mix: [] }, "load.mix", "no journey", "mix: { chat: 1 }"],
    ["with a name that k6 refuses", { mix: [entry("my chat")] }, "load.mix.my chat", '"my chat"', "my-chat"],
    ["with a journey twice", { mix: [entry("a"), entry("a")] }, "load.mix.a", "a twice", null],
    ["with a weight of nothing", { mix: [entry("a", { weight: 0 })] }, "load.mix.a.weight", "0", "weight: 1"],
    [
      "with a journey that takes no time",
      { mix: [entry("a", { iterationMs: 0 })] },
      "load.mix.a.iteration",
      "0 ms",
      'iteration: "3s"',
    ],
    ["with a function that has no name", { mix: [entry("a", { exec: "no-name" })] }, "load.mix.a.exec", '"no-name"', null],
    ["with a rate of nothing", { ratePerS: 0 }, "load.rate", "0", "rate: 1"],
    ["with a rate that is none", { ratePerS: Number.NaN }, "load.rate", "NaN", "rate: 1"],
    [
      "over the ceiling's rate",
      { ratePerS: 400, profile: profile("stress"), mix: [entry("a", { iterationMs: 10 })] },
      "load.rate",
      "400/s, at the peak of stress 800/s",
      "rate: 249",
    ],
    [
      "over the profile's iterations",
      { ratePerS: 400, profile: profile("smoke") },
      "load.rate",
      "400/s, which makes 2,400 iterations",
      "rate: 166",
    ],
    [
      "with more VUs than are allowed",
      { ceiling: { ...ceiling, vus: 10 } },
      "load.rate",
      "10/s, which takes 26 VUs at the peak",
      "rate: 3.1",
    ],
    [
      "with stages that go on for too long",
      { ceiling: { ...ceiling, durationMs: 60_000 } },
      "load.profiles.release.stages",
      "5 m 45 s in all",
      null,
    ],
    [
      "with a journey that would hardly ever come",
      { mix: [entry("a", { weight: 10_000 }), entry("b")], ratePerS: 1 },
      "load.mix.b.weight",
      "less than one iteration in two minutes",
      null,
    ],
    [
      "with a profile without stages",
      { profile: { ...profile("smoke"), stages: [] } },
      "load.profiles.smoke.stages",
      "no stages",
      'stages: [{ target: 1, duration: "5m" }]',
    ],
    [
      "with a profile that never asks for anything",
      { profile: { ...profile("smoke"), startTarget: 0, stages: [{ target: 0, durationMs: 60_000 }] } },
      "load.profiles.smoke.stages",
      "targets of 0 alone",
      'stages: [{ target: 1, duration: "5m" }]',
    ],
    [
      "with think times the wrong way round",
      { profile: { ...profile("smoke"), thinkTimeMs: { min: 5, max: 1 } } },
      "load.profiles.smoke.thinkTime",
      "from 5 to 1 ms",
      null,
    ],
  ] satisfies [string, Partial<LoadRequest>, string, string, string | null][])("%s", (_title, given, path, found, paste) => {
    expect(problemsOf(given)).toContainEqual({ file: "sonde.config.ts", path, found, paste, expected: expect.any(String) });
    expect(planLoad(request(given)).plan).toBeNull();
  });

  test("with all that is wrong at once", () => {
    const mix = [entry("a b", { weight: -1, iterationMs: 0 })];
    const paths = problemsOf({
      mix,
      ratePerS: -1,
      profile: { ...profile("smoke"), stages: [{ target: -1, durationMs: -1 }] },
    }).map(({ path }) => path);
    expect(paths).toEqual([
      "load.profiles.smoke.stages.0.target",
      "load.profiles.smoke.stages.0.duration",
      "load.profiles.smoke.stages",
      "load.mix.a b",
      "load.mix.a b.weight",
      "load.mix.a b.iteration",
      "load.rate",
    ]);
  });

  test("with a rate to paste that then fits", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 5_000, noNaN: true }),
        fc.integer({ min: 50, max: 20_000 }),
        (ratePerS, iterationMs) => {
          const mix = [entry("a", { iterationMs })];
          const problems = problemsOf({ mix, ratePerS });
          const rates = problems.map(({ paste }) => Number(paste?.replace("rate: ", "")));
          const last = problems.filter(({ path }) => path === "load.rate");
          if (last.length > 0 && rates.every((rate) => rate > 0.5))
            expect(problemsOf({ mix, ratePerS: Math.min(...rates) })).toEqual([]);
        },
      ),
    );
  });
});

test.each([
  ["chat", "chat"],
  ["first-time-user", "firstTimeUser"],
  ["a_b", "aB"],
  ["2fa", "journey2fa"],
])("the function of %s is %s", (journey, name) => {
  expect(execOf(journey)).toBe(name);
});
