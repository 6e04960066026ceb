import { describe, expect, test } from "vitest";
import { type Visitor, visit } from "../visitor.ts";
import { question } from "./calls.ts";

describe("backend-503", () => {
  test("dashboard and chat take their time, and the front answers", async () => {
    const { ask, signIn } = await visit({ timeScale: 0.02, faults: ["backend-503"] });
    const token = await signIn();
    for (const [method, path, body, leastMs] of [
      ["GET", "/api/dashboard", undefined, 90],
      ["POST", "/api/chat", question, 150],
    ] as const) {
      const startedMs = performance.now();
      const { status, headers, text } = await ask(method, path, { token, ...(body ? { body } : {}) });
      expect(performance.now() - startedMs).toBeGreaterThanOrEqual(leastMs - 2);
      expect([status, headers.get("content-type")]).toEqual([503, "text/plain; charset=utf-8"]);
      expect(text).toMatch(/upstream/);
      for (const name of ["x-request-id", "x-revision", "x-trace-id"]) expect(headers.has(name)).toBe(false);
    }
  });

  test("health says in the application's words that start-up failed", async () => {
    const { ask } = await visit({ faults: ["backend-503"] });
    const { json, headers } = await ask("GET", "/health");
    expect(json).toEqual({ status: "unhealthy", message: expect.stringMatching(/^Startup failed: \w/), startup_failed: true });
    expect(headers.get("x-revision")).not.toBeNull();
  });

  test("no WebSocket is established", async () => {
    const visitor = await visit({ faults: ["backend-503"] });
    const { rejected } = visitor.socket(`/ws?token=${await visitor.signIn()}`);
    expect(await rejected).toMatchObject({ status: 503, headers: { "content-type": "text/plain; charset=utf-8" } });
  });
});

describe("starting", () => {
  test("health counts the phases up and stays in the last; clearing ends it", async () => {
    const { demo, ask } = await visit({ timeScale: 0.01, faults: ["starting"] });
    const seen: { phase: string; progress: number }[] = [];
    for (;;) {
      const { status, json } = await ask("GET", "/health");
      expect([status, json]).toMatchObject([
        503,
        { status: "unhealthy", message: "Startup in progress", startup_in_progress: true },
      ]);
      const { details } = json as { details: { phase: string; progress: number } };
      seen.push(details);
      if (details.phase.startsWith("21 of 21: ")) break;
    }
    const progress = seen.map(({ progress }) => progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(new Set(progress).size).toBeGreaterThan(1);
    expect(progress.every((part) => part > 0 && part < 1)).toBe(true);
    expect((await ask("GET", "/health")).json).toMatchObject({ details: seen.at(-1) });
    demo.setFaults([]);
    expect((await ask("GET", "/health")).status).toBe(200);
  });

  test("what is said in the meantime is that start-up is not complete, to a WebSocket too", async () => {
    const visitor = await visit({ faults: ["starting"] });
    const token = await visitor.signIn();
    expect((await visitor.ask("GET", "/api/dashboard", { token })).json).toEqual({ detail: "Startup not complete" });
    const { status, text } = await visitor.socket(`/ws?token=${token}`).rejected;
    expect([status, JSON.parse(text)]).toEqual([503, { detail: "Startup not complete" }]);
  });
});

describe("overloaded", () => {
  test("what is asked alone takes over 5 s, and the health checks nothing", async () => {
    const visitor = await visit({ timeScale: 0.02 });
    const token = await visitor.signIn();
    visitor.demo.setFaults(["overloaded"]);
    const [dashboardMs, healthMs] = [await msOf(visitor, "/api/dashboard", token), await msOf(visitor, "/health", token)];
    expect(dashboardMs).toBeGreaterThanOrEqual(5_400 * 0.02 - 2);
    expect(healthMs).toBeLessThan(dashboardMs);
  });

  test("many at once wait for each other, and those for whom the queue is too long are turned away", async () => {
    const visitor = await visit({ timeScale: 0.03 });
    const token = await visitor.signIn();
    visitor.demo.setFaults(["overloaded"]);
    const alone = await msOf(visitor, "/api/profile", token);
    const startedMs = performance.now();
    const answers = await Promise.all(Array.from({ length: 120 }, () => visitor.ask("GET", "/api/profile", { token })));
    expect(performance.now() - startedMs).toBeGreaterThan(4 * alone);
    const served = answers.filter(({ status }) => status === 200);
    const turnedAway = answers.filter(({ status }) => status === 503);
    expect(served.length + turnedAway.length).toBe(120);
    expect(served.length).toBeGreaterThanOrEqual(40);
    expect(turnedAway[0]?.json).toEqual({ detail: expect.stringMatching(/^Server overloaded: /) });
    expect(turnedAway[0]?.headers.get("retry-after")).toMatch(/^\d+$/);
  });
});

async function msOf({ ask }: Visitor, path: string, token: string): Promise<number> {
  const startedMs = performance.now();
  expect((await ask("GET", path, { token })).status).toBe(200);
  return performance.now() - startedMs;
}

describe("gateway-timeout", () => {
  test("the front gives up after a minute, and says so in its own words", async () => {
    const visitor = await visit({ timeScale: 0.003, faults: ["gateway-timeout"] });
    const startedMs = performance.now();
    const { status, text, headers } = await visitor.ask("GET", "/health/live");
    expect([status, text, headers.has("x-request-id")]).toEqual([504, "upstream request timeout", false]);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(60_000 * 0.003 - 2);
  });

  test("who gave up holds no place: an instance is not full of them", async () => {
    const visitor = await visit({ faults: ["gateway-timeout"], instances: 1 });
    const asked = () => Promise.all(Array.from({ length: 60 }, () => visitor.ask("GET", "/health")));
    expect(new Set([...(await asked()), ...(await asked())].map(({ status }) => status))).toEqual(new Set([504]));
  });
});
