import { beforeEach, describe, expect, test } from "vitest";
import dashboard from "./dashboard.ts";
import { type StubResponse, json, plain } from "./stubs/http.ts";
import { type Report, perform } from "./stubs/perform.ts";
import { platform, user } from "./stubs/platform.ts";

function failedChecks({ checks }: Report) {
  return Object.values(checks).filter((observed) => observed !== null);
}

beforeEach(() => platform());

test("passes and counts the threads", async () => {
  const { outcomes, ends } = await perform(dashboard);
  expect(outcomes).toEqual({ "sign-in": "passed", dashboard: "passed" });
  expect(ends["dashboard"]?.measures).toEqual({ threads: 1 });
});

const ago = (ms: number) => Date.now() - ms;
const dashboardWith = (changes: object): StubResponse =>
  json(200, { user, threads: [], features: [], generated_at: new Date().toISOString(), ...changes });

describe("fails with what it saw", () => {
  test.each<[string, () => StubResponse, string]>([
    ["an outage", () => plain(503, "upstream timed out"), "status (503) is 200: upstream timed out"],
    ["an error in a 200", () => dashboardWith({ error: "db down" }), 'answer (200 with error "db down") has no error inside'],
    ["somebody else's", () => dashboardWith({ user: { id: "u-2" } }), 'user.id ("u-2") is "u-1"'],
    ["nobody's", () => dashboardWith({ user: {} }), 'user.id (missing) is "u-1"'],
    ["no threads", () => dashboardWith({ threads: null }), "threads (null) is a list"],
    [
      "a stale one",
      () => dashboardWith({ generated_at: new Date(ago(7_500_200)).toISOString() }),
      "generated_at (2 h 5 m ago) is fresh",
    ],
    ["one of tomorrow", () => dashboardWith({ generated_at: ago(-86_400_400) / 1_000 }), "generated_at (in 1 d) is fresh"],
    ["one without a time", () => dashboardWith({ generated_at: undefined }), "generated_at (missing) is fresh"],
  ])("%s", async (_what, answer, observed) => {
    platform({ "/api/dashboard": answer() });
    const report = await perform(dashboard);
    expect(report.outcomes).toEqual({ "sign-in": "passed", dashboard: "failed" });
    expect(report.ends["dashboard"]?.exception).toBeNull();
    expect(failedChecks(report)[0]).toBe(observed);
  });
});

test.each<[string, unknown]>([
  ["seconds", Math.floor(ago(10_000) / 1_000)],
  ["milliseconds", ago(10_000)],
  ["a text without a zone, in UTC", new Date(ago(10_000)).toISOString().replace("Z", "456")],
  ["a text with an offset", new Date(ago(10_000)).toISOString().replace("Z", "+00:00")],
])("takes %s for a time", async (_what, generated_at) => {
  platform({ "/api/dashboard": dashboardWith({ generated_at }) });
  expect((await perform(dashboard)).checks["dashboard is fresh"]).toBeNull();
});
