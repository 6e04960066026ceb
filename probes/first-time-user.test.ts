import { beforeEach, describe, expect, test } from "vitest";
import firstTimeUser from "./first-time-user.ts";
import { type StubResponse, json, plain, refused, sentRequests, unanswered } from "./stubs/http.ts";
import { type Changes, type NewPlatform, newPlatform } from "./stubs/new-platform.ts";
import { type Report, secrets } from "./stubs/perform.ts";
import { leftoversOf, play } from "./stubs/play.ts";

let platform: NewPlatform;

beforeEach(() => {
  platform = newPlatform({}, [{ email: secrets.email, password: secrets.password }]);
});

const failed = ({ outcomes }: Report) => Object.keys(outcomes).filter((name) => outcomes[name] === "failed");
const failedChecks = ({ checks }: Report) => Object.values(checks).filter((observed) => observed !== null);
const routesOf = () => sentRequests().map(({ method, url }) => `${method} ${url.replace(/^http:\/\/[^/]+/, "")}`);

describe("on a healthy platform", () => {
  test("every step passes, and only the own account is left", async () => {
    const report = await play(firstTimeUser);
    expect(report.outcomes).toEqual({
      "sign-up": "passed",
      "sign-in": "passed",
      dashboard: "passed",
      websocket: "passed",
      chat: "passed",
      profile: "passed",
      "cross-service": "passed",
      "clean-up": "passed",
    });
    expect(report.thrown).toBeUndefined();
    expect([...platform.accounts.keys()]).toEqual([secrets.email]);
  });

  test("the account is on record before it is asked for, and off it once its token is worth nothing", async () => {
    const { samples } = await play(firstTimeUser);
    const [signUp] = sentRequests();
    const { email } = JSON.parse(signUp?.body ?? "") as { email: string };
    const metrics = samples.map(({ metric, tags }) => `${metric} ${tags["step"] ?? ""}`);
    expect(metrics.slice(0, 3)).toEqual(["sonde_created ", "sonde_flush ", "sonde_step_started sign-up"]);
    expect(metrics.slice(-4)).toEqual(["sonde_removed ", "sonde_step_ended clean-up", "sonde_journey_ended ", "sonde_flush "]);
    expect(leftoversOf({ samples })).toEqual({ created: [email], removed: [email] });
  });

  test("the user is a new one at the probe's own mailbox, with a password that nobody is told", async () => {
    const { samples } = await play(firstTimeUser);
    const { email, password, display_name } = JSON.parse(sentRequests()[0]?.body ?? "") as Record<string, string>;
    expect(email).toBe("probe+sonde-run1-1-0@example.com");
    expect(password).toMatch(/^Sd1![\w-]{32}$/);
    expect(display_name).toBe("Sonde");
    expect(
      samples.filter(({ document }) => JSON.stringify(document)?.includes(password ?? "")).map(({ metric }) => metric),
    ).toEqual(expect.arrayContaining(["sonde_secret"]));
    expect(
      samples.every(({ metric, document }) => metric === "sonde_secret" || !JSON.stringify(document)?.includes(password ?? "")),
    ).toBe(true);
  });

  test("the profile is set to what it was not", async () => {
    await play(firstTimeUser);
    const change = sentRequests().find(({ method }) => method === "PUT");
    expect(JSON.parse(change?.body ?? "")).toEqual({
      preferences: { tutorial_mode: false, notifications: { cost_alerts: false } },
    });
  });
});

describe("when something is broken", () => {
  const down = json(503, { detail: "no database" });

  test.each<[string, Changes, string[], string]>([
    ["the dashboard answers 503", { "GET /api/dashboard": () => down }, ["dashboard"], "status (503) is 200: no database"],
    ["the chat answers 503", { "POST /api/chat": () => down }, ["chat"], "status (503) is 200: no database"],
    [
      "the chat tells an error in a 200",
      { "POST /api/chat": () => json(200, { error: "llm key missing" }) },
      ["chat"],
      'answer (200 with error "llm key missing") has no error inside',
    ],
    [
      "the chat apologises",
      { "POST /api/chat": () => json(200, { reply: { content: "I'm sorry, please try again.", recommendations: [] } }) },
      ["chat"],
      `reply (says "I'm sorry") is no error`,
    ],
    ["the profile cannot be read", { "GET /api/profile": () => down }, ["profile"], "status (503) is 200: no database"],
    [
      "the profile forgets",
      { "PUT /api/profile": () => json(200, {}) },
      ["profile"],
      "preferences.tutorial_mode (true) is false",
    ],
    [
      "auth means another user",
      { "GET /auth/me": once(json(200, { id: "u-9" })) },
      ["cross-service"],
      'user (sign-up "u-2", auth "u-9", dashboard "u-2", socket "u-2") is the same everywhere: auth disagrees',
    ],
    [
      "the dashboard is another user's",
      { "GET /api/dashboard": () => dashboardOf("u-9") },
      ["cross-service"],
      'user (sign-up "u-2", auth "u-2", dashboard "u-9", socket "u-2") is the same everywhere: dashboard disagrees',
    ],
    [
      "the dashboard is of another moment",
      { "GET /api/dashboard": () => dashboardOf("u-2", new Date(Date.now() - 3 * 3_600_000).toISOString()) },
      ["dashboard"],
      "generated_at (3 h ago) is fresh",
    ],
    [
      "the account is removed in word only",
      { "DELETE /auth/me": () => json(200, {}) },
      ["clean-up"],
      "status (200) is 401 or 403 or 404",
    ],
  ])("%s: that step fails, and every other one shows that it works", async (_what, changes, steps, observed) => {
    newPlatform(changes, [{ email: secrets.email, password: secrets.password }]);
    const report = await play(firstTimeUser);
    expect(failed(report)).toEqual(steps);
    expect(failedChecks(report)).toContainEqual(observed);
    expect(Object.values(report.outcomes)).not.toContain("blocked");
  });

  test("sign-in works, dashboard, chat and socket do not: the account is removed all the same", async () => {
    platform = newPlatform({
      "GET /api/dashboard": () => down,
      "POST /api/chat": () => down,
      "GET /api/profile": () => down,
    });
    platform.greeting = () => ({ type: "error", code: "internal", message: "no manager" });
    const report = await play(firstTimeUser);
    expect(report.outcomes).toEqual({
      "sign-up": "passed",
      "sign-in": "passed",
      dashboard: "failed",
      websocket: "failed",
      chat: "failed",
      profile: "failed",
      "cross-service": "blocked",
      "clean-up": "passed",
    });
    expect(report.ends["cross-service"]?.reason).toBe("neither dashboard nor socket said who the user is");
    expect(platform.accounts.size).toBe(0);
  });

  test("a dashboard that failed is compared with nobody, and fails once", async () => {
    newPlatform({ "GET /api/dashboard": () => down });
    const report = await play(firstTimeUser);
    expect(report.outcomes).toMatchObject({ dashboard: "failed", "cross-service": "passed" });
  });

  test("who could not sign in is signed in again to be removed", async () => {
    platform = newPlatform({ "POST /auth/login": once(down) });
    const report = await play(firstTimeUser);
    expect(report.outcomes).toMatchObject({ "sign-in": "failed", dashboard: "blocked", "clean-up": "passed" });
    expect(platform.accounts.size).toBe(0);
  });
});

const preferences = { tutorial_mode: true, notifications: { cost_alerts: true } };

describe("when the sign-up fails", () => {
  test.each<[string, StubResponse, boolean]>([
    ["is refused with 400", json(400, { detail: "bad" }), true],
    ["is refused with 422", json(422, { detail: "bad" }), true],
    ["is refused with 429", json(429, { detail: "slow down" }), true],
    ["does not connect", refused, true],
    ["finds the address taken", json(409, { detail: "taken" }), false],
    ["answers 500", json(500, { detail: "oops" }), false],
    ["answers 503 by the front", plain(503, "no healthy upstream"), false],
    ["gives no id", json(201, {}), false],
  ])("and %s without making the account, nothing is left, and the record goes", async (_what, answer, isCertain) => {
    newPlatform({ "POST /auth/signup": () => answer });
    const report = await play(firstTimeUser);
    const { created, removed } = leftoversOf(report);
    expect(removed).toEqual(created);
    expect(report.outcomes).toMatchObject({
      "sign-up": "failed",
      "sign-in": "blocked",
      "cross-service": "blocked",
      "clean-up": isCertain ? "blocked" : "passed",
    });
    expect(routesOf()).toEqual(isCertain ? ["POST /auth/signup"] : ["POST /auth/signup", "POST /auth/login"]);
  });

  test("although it made the account, that is removed", async () => {
    const platform = newPlatform({
      "POST /auth/signup": ({ body }) => {
        const { email = "", password = "" } = JSON.parse(body ?? "{}") as Record<string, string>;
        platform.accounts.set(email, { id: "u-1", email, password, preferences });
        return json(500, { detail: "the mail could not be sent" });
      },
    });
    const report = await play(firstTimeUser);
    expect(report.outcomes).toMatchObject({ "sign-up": "failed", "sign-in": "blocked", "clean-up": "passed" });
    expect(platform.accounts.size).toBe(0);
    const { created, removed } = leftoversOf(report);
    expect(removed).toEqual(created);
  });

  test.each<[string, StubResponse]>([
    ["is not answered", unanswered],
    ["is given up by the front", plain(504, "upstream request timeout")],
  ])("because it %s, the account may still come to be, and the record stays", async (_what, answer) => {
    newPlatform({ "POST /auth/signup": () => answer });
    const report = await play(firstTimeUser);
    expect(report.outcomes).toMatchObject({ "sign-up": "failed", "clean-up": "passed" });
    expect(leftoversOf(report).removed).toEqual([]);
  });
});

describe("when the clean-up fails", () => {
  test.each<[string, Changes]>([
    ["the removal is not answered", { "DELETE /auth/me": () => unanswered }],
    ["the removal is refused", { "DELETE /auth/me": () => json(403, { detail: "no" }) }],
    ["the token still works", { "DELETE /auth/me": () => json(204, null) }],
  ])("because %s, the record stays", async (_what, changes) => {
    newPlatform(changes);
    const report = await play(firstTimeUser);
    expect(failed(report)).toEqual(["clean-up"]);
    expect(leftoversOf(report).removed).toEqual([]);
  });
});

function dashboardOf(id: string, generatedAt = new Date().toISOString()): StubResponse {
  return json(200, { user: { id }, threads: [], features: [], generated_at: generatedAt });
}

function once(answer: StubResponse): () => StubResponse | undefined {
  let asked = 0;
  return () => ((asked += 1) === 1 ? answer : undefined);
}
