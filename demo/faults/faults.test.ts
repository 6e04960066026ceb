import { describe, expect, test } from "vitest";
import { demoAccount } from "../server.ts";
import { type Visitor, visit } from "../visitor.ts";
import { catalogue, groups } from "./catalogue.ts";
import { findFaults } from "./find.ts";

const question = { message: "Optimise cost, please.", thread_id: "t" };

/** Status and kind of every call, with a token from before the fault. */
async function statuses({ ask }: Visitor, token: string): Promise<Record<string, number>> {
  const calls: [string, string, object?][] = [
    ["POST", "/auth/login", demoAccount],
    ["GET", "/auth/me"],
    ["GET", "/auth/health"],
    ["GET", "/health"],
    ["GET", "/health/live"],
    ["GET", "/health/ready"],
    ["GET", "/api/dashboard"],
    ["POST", "/api/chat", question],
    ["POST", "/api/chat/stream", question],
    ["GET", "/api/profile"],
  ];
  const answers = await Promise.all(
    calls.map(async ([method, path, body]) => {
      const { status } = await ask(method, path, { token, ...(body ? { body } : {}) });
      return [`${method} ${path}`, status] as const;
    }),
  );
  return Object.fromEntries(answers);
}

const fine = {
  "POST /auth/login": 200,
  "GET /auth/me": 200,
  "GET /auth/health": 200,
  "GET /health": 200,
  "GET /health/live": 200,
  "GET /health/ready": 200,
  "GET /api/dashboard": 200,
  "POST /api/chat": 200,
  "POST /api/chat/stream": 200,
  "GET /api/profile": 200,
};
const backendDown = {
  ...fine,
  "GET /health": 503,
  "GET /health/ready": 503,
  "GET /api/dashboard": 503,
  "POST /api/chat": 503,
  "POST /api/chat/stream": 503,
  "GET /api/profile": 503,
};

test.each<[string, string[], Record<string, number>]>([
  ["no fault", [], fine],
  ["backend-503", ["backend-503"], backendDown],
  ["starting", ["starting"], backendDown],
  ["auth-down", ["auth-down"], { ...fine, "POST /auth/login": 503, "GET /auth/me": 503, "GET /auth/health": 503 }],
  ["slow", ["slow"], fine],
  ["html-error", ["html-error"], fine],
  ["chat-empty", ["chat-empty"], fine],
  ["websocket-silent", ["websocket-silent"], fine],
])("with %s the calls answer as its sentence says", async (_name, faults, expected) => {
  const visitor = await visit();
  const token = await visitor.signIn();
  visitor.demo.setFaults(faults);
  expect(await statuses(visitor, token)).toEqual(expected);
});

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
    expect(progress.every((part) => part >= 0 && part < 1)).toBe(true);
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

describe("auth-down", () => {
  test("the front answers for every auth path, and who is in goes on", async () => {
    const visitor = await visit();
    const token = await visitor.signIn();
    visitor.demo.setFaults(["auth-down"]);
    for (const path of ["/auth/me", "/auth/health", "/auth/nothing"]) {
      const { status, headers, text } = await visitor.ask("GET", path);
      expect([status, headers.has("x-request-id"), text]).toEqual([503, false, "no healthy upstream"]);
    }
    await visitor.socket(`/ws?token=${token}`).message("connected");
  });
});

describe("slow", () => {
  test.each<[string, string, object | undefined, number]>([
    ["POST", "/auth/login", demoAccount, 3_200],
    ["GET", "/health", undefined, 3_200],
    ["GET", "/api/dashboard", undefined, 5_500],
    ["POST", "/api/chat", question, 5_500],
  ])("%s %s works after a long time", async (method, path, body, leastMs) => {
    const visitor = await visit({ timeScale: 0.02 });
    const token = await visitor.signIn();
    visitor.demo.setFaults(["slow"]);
    const startedMs = performance.now();
    const { status } = await visitor.ask(method, path, { token, ...(body ? { body } : {}) });
    expect(status).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(leastMs * 0.02 - 2);
  });

  test("messages come late, and in order", async () => {
    const visitor = await visit({ timeScale: 0.02 });
    const token = await visitor.signIn();
    visitor.demo.setFaults(["slow"]);
    const { ws, message, received } = visitor.socket(`/ws?token=${token}`);
    await message("connected");
    const sentMs = performance.now();
    for (const id of [1, 2]) ws.send(JSON.stringify({ type: "ping", id }));
    ws.send("garbage");
    await message("error");
    expect(received.slice(1).map(({ type, id }) => [type, id])).toEqual([
      ["pong", 1],
      ["pong", 2],
      ["error", undefined],
    ]);
    expect(performance.now() - sentMs).toBeGreaterThanOrEqual(3 * 2_600 * 0.02 - 6);
  });
});

test("html-error: the front answers everything with a page and 200, an upgrade too", async () => {
  const visitor = await visit();
  const token = await visitor.signIn();
  visitor.demo.setFaults(["html-error"]);
  for (const path of ["/health", "/auth/me", "/api/dashboard", "/nothing"]) {
    const { status, headers, text } = await visitor.ask("GET", path);
    expect([status, headers.get("content-type"), headers.has("x-request-id")]).toEqual([200, "text/html; charset=utf-8", false]);
    expect(text).toMatch(/^<!doctype html>/);
  }
  expect(await visitor.socket(`/ws?token=${token}`).rejected).toMatchObject({
    status: 200,
    text: expect.stringContaining("<h1>"),
  });
});

test("chat-empty: there is a reply by every way, and nothing in it", async () => {
  const visitor = await visit({ faults: ["chat-empty"] });
  const token = await visitor.signIn();
  const empty = { content: "", recommendations: [] };
  expect((await visitor.ask("POST", "/api/chat", { token, body: question })).json).toMatchObject({
    thread_id: "t",
    reply: empty,
  });
  expect((await visitor.ask("POST", "/api/chat/stream", { token, body: question })).text).toContain(JSON.stringify(empty));
  const { ws, message } = visitor.socket(`/ws?token=${token}`);
  await message("connected");
  ws.send(JSON.stringify({ type: "chat", ...question }));
  expect(await message("agent_response")).toEqual({ type: "agent_response", thread_id: "t", ...empty });
});

describe("websocket-silent", () => {
  test("the socket opens with its protocol, and nothing comes, not even the answer to a close", async () => {
    const visitor = await visit({ faults: ["websocket-silent"] });
    const protocol = `jwt.${await visitor.signIn()}`;
    const { ws, received, closed } = visitor.socket("/ws", [protocol]);
    await new Promise((resolve) => ws.once("open", resolve));
    expect(ws.protocol).toBe(protocol);
    ws.send(JSON.stringify({ type: "ping", id: 1 }));
    ws.close(1000);
    const first = await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 300, "silence"))]);
    expect([first, received]).toEqual(["silence", []]);
    ws.terminate();
  });

  test("who has no token is turned away all the same", async () => {
    const { socket } = await visit({ faults: ["websocket-silent"] });
    expect((await socket("/ws").rejected).status).toBe(401);
  });

  test("closing the demo ends silent sockets too", async () => {
    const visitor = await visit({ faults: ["websocket-silent"] });
    const { ws, closed } = visitor.socket(`/ws?token=${await visitor.signIn()}`);
    await new Promise((resolve) => ws.once("open", resolve));
    await visitor.demo.close();
    expect((await closed).code).toBe(1006);
  });
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
    expect(catalogue.size).toBe(groups.reduce((sum, group) => sum + Object.keys(group).length, 0));
    for (const [name, { says }] of catalogue) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(says).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("names that it does not have are told all at once, with the nearest and all that there are", () => {
    expect(() => findFaults(["slw", "slow", "html-eror"])).toThrow(
      /"slw": did you mean slow\?\n.*"html-eror": did you mean html-error\?\nThe faults are /,
    );
    for (const name of catalogue.keys()) expect(() => findFaults(["x"])).toThrow(new RegExp(`The faults are .*\\b${name}\\b`));
  });
});
