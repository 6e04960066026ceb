import { describe, expect, test } from "vitest";
import { visit } from "../visitor.ts";
import { fine, question, statuses } from "./calls.ts";
import { catalogue, groups } from "./catalogue.ts";
import { findFaults } from "./find.ts";
import { scenarios } from "./scenarios.ts";

type Statuses = Record<string, number>;

const users = ["GET /api/dashboard", "POST /api/chat", "POST /api/chat/stream", "GET /api/profile"];
const health = ["GET /health", "GET /health/live", "GET /health/ready"];
const all = (names: string[], status: number): Statuses => Object.fromEntries(names.map((name) => [name, status]));

const chatDown = { ...fine, ...all(["POST /api/chat", "POST /api/chat/stream"], 503) };
const sessionsDown = { ...chatDown, "GET /api/dashboard": 503, "/ws": 503 };
const databaseDown = { ...fine, ...all([...users, "GET /health/ready"], 503) };
const onlyAlive = { ...fine, ...all([...users, "GET /health", "GET /health/ready", "/ws"], 503) };
const gone = { ...fine, ...all([...users, ...health, "/ws"], 503) };
const authDown = { ...fine, ...all(["POST /auth/login", "GET /auth/me", "GET /auth/health"], 503) };

/** What each fault makes of each call, with a token from before it. */
const pictures: Readonly<Record<string, Statuses>> = {
  "database-host-missing": gone,
  "database-password-rejected": gone,
  "secret-missing": gone,
  "worker-never-boots": gone,
  "no-instance": gone,
  "crash-loop": gone,
  "websocket-manager-at-import": onlyAlive,
  "startup-stuck": onlyAlive,
  "backend-503": onlyAlive,
  starting: onlyAlive,
  "cold-start-30s": fine,
  "redis-misconfigured": sessionsDown,
  "inter-service-rejected": sessionsDown,
  "llm-key-missing": { ...fine, "POST /api/chat": 503 },
  "llm-rate-limited": { ...fine, "POST /api/chat": 503 },
  "llm-slow": fine,
  "database-unreachable": databaseDown,
  "pool-exhausted": databaseDown,
  "stale-dashboard": fine,
  "gateway-timeout": { ...fine, ...all([...users, ...health, "/ws"], 504) },
  overloaded: fine,
  "memory-leak": fine,
  "dns-failing": fine,
  slow: fine,
  "html-error": { ...all(Object.keys(fine), 200) },
  "auth-down": authDown,
  "chat-empty": fine,
  "error-in-200": fine,
  "websocket-silent": fine,
  "websocket-rejected": { ...fine, "/ws": 403 },
  "websocket-dropped": fine,
  "old-signing-key": { ...fine, "GET /auth/me": 401 },
  "clock-skew": fine,
  "tls-expired": fine,
};

test("the table has every fault but the one that strikes every second call", () => {
  expect([...Object.keys(pictures), "one-instance-broken"].toSorted()).toEqual([...catalogue.keys()].toSorted());
});

test("without a fault everything works", async () => {
  const visitor = await visit();
  expect(await statuses(visitor, await visitor.signIn())).toEqual(fine);
});

test.each(Object.entries(pictures))(
  "%s: the calls answer as its sentence says, and are fine again when it is off",
  async (name, picture) => {
    const visitor = await visit();
    const token = await visitor.signIn();
    visitor.demo.setFaults([name]);
    expect(await statuses(visitor, token)).toEqual(picture);
    visitor.demo.setFaults([]);
    expect(await statuses(visitor, token)).toEqual(fine);
  },
);

/** Of these nobody can sign in, or a new token is worth less than one from before. */
const signInFaults = new Set(["html-error", "auth-down", "old-signing-key", "clock-skew"]);
const others = Object.entries(pictures).filter(([name]) => !signInFaults.has(name));

test.each(others)("%s acts as well when the demo starts with it", async (name, picture) => {
  const visitor = await visit({ faults: [name] });
  expect(await statuses(visitor, await visitor.signIn())).toEqual(picture);
});

test("one-instance-broken: every second call fails, while both are alive", async () => {
  const visitor = await visit({ faults: ["one-instance-broken"] });
  const token = await visitor.signIn();
  const seen: number[] = [];
  for (let nth = 0; nth < 6; nth++) seen.push((await visitor.ask("GET", "/api/dashboard", { token })).status);
  expect([
    [200, 500, 200, 500, 200, 500],
    [500, 200, 500, 200, 500, 200],
  ]).toContainEqual(seen);
  for (let nth = 0; nth < 4; nth++) expect((await visitor.ask("GET", "/health/live")).status).toBe(200);
});

test.each<[string, Statuses]>([
  ["healthy", fine],
  ["iteration-0", onlyAlive],
  ["iteration-1", gone],
  ["iteration-3", { ...databaseDown, "/ws": 403 }],
])("the scenario %s plays as its day was, sign-in included", async (scenario, picture) => {
  const visitor = await visit({ scenario });
  expect(await statuses(visitor, await visitor.signIn())).toEqual(picture);
  const revision = scenarios.get(scenario)?.revision;
  if (picture["GET /health"] === 200) expect((await visitor.ask("GET", "/health")).json).toMatchObject({ revision });
});

describe("several faults", () => {
  test("work together", async () => {
    const { demo, ask, signIn } = await visit({ timeScale: 0.02, faults: ["slow", "chat-empty"] });
    const startedMs = performance.now();
    const { json } = await ask("POST", "/api/chat", { token: await signIn(), body: question });
    expect(json).toMatchObject({ reply: { content: "" } });
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual((3_200 + 5_500) * 0.02 - 4);
    expect(demo.faults()).toEqual(["slow", "chat-empty"]);
  });

  test("in what is deployed and in a component add up", async () => {
    const visitor = await visit({ faults: ["llm-key-missing", "database-unreachable"] });
    const token = await visitor.signIn();
    expect((await visitor.ask("POST", "/api/chat", { token, body: question })).json).toEqual({
      detail: "Database unavailable: connection timed out",
    });
    visitor.demo.setFaults(["llm-key-missing"]);
    expect((await visitor.ask("POST", "/api/chat", { token, body: question })).json).toEqual({
      detail: "LLM provider is not configured: no API key",
    });
  });

  test("a wrong name among them changes nothing", async () => {
    const { demo } = await visit({ faults: ["slow"] });
    expect(() => demo.setFaults(["chat-empty", "slw"])).toThrow(/"slw": did you mean slow\?/);
    expect(demo.faults()).toEqual(["slow"]);
  });

  test("one that is set again goes on where it was", async () => {
    const { demo, ask } = await visit({ timeScale: 0.000_01, faults: ["starting"] });
    const phase = async () => (await ask("GET", "/health")).json;
    await expect.poll(phase).toMatchObject({ details: { phase: expect.stringMatching(/^21 of 21: /) } });
    demo.setFaults(["chat-empty", "starting"]);
    expect(await phase()).toMatchObject({ details: { phase: expect.stringMatching(/^21 of 21: /) } });
  });
});

describe("the catalogue", () => {
  test("has no name twice, and a sentence for each", () => {
    const named = [...groups.values()].flatMap((group) => Object.keys(group));
    expect(catalogue.size).toBe(named.length);
    for (const [name, { says }] of catalogue) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(says).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("names that it does not have are told all at once, with the nearest and all that there are", () => {
    expect(() => findFaults(catalogue, ["slw", "slow", "html-eror"])).toThrow(
      /"slw": did you mean slow\?\n.*"html-eror": did you mean html-error\?\nThe faults are /,
    );
    for (const name of catalogue.keys())
      expect(() => findFaults(catalogue, ["x"])).toThrow(new RegExp(`The faults are .*\\b${name}\\b`));
  });

  test("has the faults of every scenario, and no two scenarios have one revision", () => {
    for (const { faults } of scenarios.values()) expect(() => findFaults(catalogue, faults)).not.toThrow();
    expect(new Set([...scenarios.values()].map(({ revision }) => revision)).size).toBe(scenarios.size);
  });
});
