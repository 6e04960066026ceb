import { beforeEach, describe, expect, test } from "vitest";
import auth from "./auth.ts";
import chat from "./chat.ts";
import dashboard from "./dashboard.ts";
import health from "./health.ts";
import { type SentRequest, type StubResponse, html, json, plain, refused, respondWith, sentRequests } from "./stubs/http.ts";
import { type Report, perform, secrets } from "./stubs/perform.ts";
import { WebSocket } from "./stubs/websockets.ts";
import websocket from "./websocket.ts";

const token = "token-0123456789";
const user = { id: "u-1", email: secrets.email };
const reply = { content: "Use smaller models.", recommendations: ["a", "b", "c"] };

/** What a healthy platform answers, by path. */
const healthy: Record<string, StubResponse> = {
  "/auth/login": json(200, { access_token: token, token_type: "Bearer", expires_in: 900, user }),
  "/auth/me": json(200, user),
  "/auth/health": json(200, { status: "healthy" }),
  "/health": json(200, { status: "healthy", uptime_seconds: 12.5 }),
  "/api/dashboard": json(200, { user, threads: [{ id: "t" }], features: [] }),
  "/api/chat": json(200, { thread_id: "t", reply, agent: "triage" }),
};

function platform(changes: Record<string, StubResponse> = {}): void {
  respondWith(
    ({ url }: SentRequest) => ({ ...healthy, ...changes })[url.replace(/^http:\/\/[^/]+/, "")] ?? plain(404, "no such path"),
  );
}

const failedChecks = ({ checks }: Report) => Object.values(checks).filter((observed) => observed !== null);

beforeEach(() => platform());

describe("signing in", () => {
  test("sends the credentials as JSON to the auth service, and registers the token", async () => {
    const { samples } = await perform(auth);
    expect(sentRequests()[0]).toMatchObject({
      method: "POST",
      url: "http://auth/auth/login",
      body: JSON.stringify({ email: secrets.email, password: secrets.password }),
      params: { tags: { name: "POST /auth/login", step: "sign-in" } },
    });
    expect(samples.find(({ metric }) => metric === "sonde_secret")?.document).toEqual({ value: token });
  });

  test.each<[string, StubResponse, string[]]>([
    ["refused", refused, ["status (none: dial: connection refused) is 200"]],
    ["turned away", json(401, { detail: "bad credentials" }), ["status (401) is 200: bad credentials"]],
    ["answered without a token", json(200, {}), ["access_token (missing) is a text with something in it"]],
    ["answered with a page", html(200, "<p>"), ['access_token: body (text/html "<p>") is JSON']],
  ])("%s blocks what needs it, and nobody goes on", async (_how, answer, observed) => {
    platform({ "/auth/login": answer });
    const report = await perform(dashboard);
    expect(report.outcomes).toEqual({ "sign-in": "failed", dashboard: "blocked" });
    expect(failedChecks(report)).toEqual(expect.arrayContaining(observed));
    expect(sentRequests()).toHaveLength(1);
    expect(report.ends["sign-in"]?.exception).toBeNull();
  });

  test("registers a token even when the rest of the answer is wrong", async () => {
    platform({ "/auth/login": json(500, { access_token: token }) });
    const { samples, ends } = await perform(auth);
    expect(samples.map(({ metric }) => metric)).toContain("sonde_secret");
    expect(ends["sign-in"]?.evidence.body).toBe('{"access_token":"[masked]"}');
  });
});

describe("health", () => {
  test("passes with the uptime when both services are healthy", async () => {
    const report = await perform(health);
    expect(report.outcomes).toEqual({ "auth-health": "passed", "api-health": "passed" });
    expect(report.ends["api-health"]?.measures).toEqual({ uptime_s: 12.5 });
  });

  test.each<[string, StubResponse, string]>([
    [
      "starting",
      json(503, { status: "unhealthy", message: "Startup in progress", details: { phase: "phase 6: websocket", progress: 0.4 } }),
      "health (503 unhealthy: Startup in progress, phase phase 6: websocket, progress 0.4) is healthy",
    ],
    [
      "without a database",
      json(503, { detail: "Core database unavailable" }),
      "health (503: Core database unavailable) is healthy",
    ],
    ["behind a front that fails", plain(502, "no backend"), 'health (502 text/plain "no backend") is healthy'],
    ["gone", refused, "health (none: dial: connection refused) is healthy"],
    ["unhealthy with 200", json(200, { status: "degraded" }), "health (200 degraded) is healthy"],
  ])("says why a service is %s, and still asks the other", async (_how, answer, observed) => {
    platform({ "/health": answer });
    const report = await perform(health);
    expect(report.outcomes).toEqual({ "auth-health": "passed", "api-health": "failed" });
    expect(report.checks["api is healthy"]).toBe(observed);
  });
});

describe("auth", () => {
  test("passes when the token is our own", async () => {
    expect((await perform(auth)).outcomes).toEqual({ "sign-in": "passed", me: "passed" });
    expect(sentRequests()[1]?.params.headers).toMatchObject({ Authorization: `Bearer ${token}` });
  });

  test("fails when it is somebody else's", async () => {
    platform({ "/auth/me": json(200, { id: "u-2", email: "somebody@example.com" }) });
    expect((await perform(auth)).checks["me is our account"]).toBe('email ("somebody@example.com") is "[masked]"');
  });
});

describe("dashboard", () => {
  test("passes and counts the threads", async () => {
    const { outcomes, ends } = await perform(dashboard);
    expect(outcomes["dashboard"]).toBe("passed");
    expect(ends["dashboard"]?.measures).toEqual({ threads: 1 });
  });

  test("fails with what the front said, without an exception", async () => {
    platform({ "/api/dashboard": plain(503, "upstream timed out") });
    const { checks, ends } = await perform(dashboard);
    expect(checks["dashboard answers 200"]).toBe("status (503) is 200: upstream timed out");
    expect(ends["dashboard"]).toMatchObject({ outcome: "failed", exception: null, evidence: { status: 503 } });
  });
});

describe("chat", () => {
  test("passes and measures the answer", async () => {
    const { outcomes, ends } = await perform(chat);
    expect(outcomes["chat"]).toBe("passed");
    expect(ends["chat"]?.measures).toEqual({ first_byte_ms: 12, full_answer_ms: 15, answer_length: 19, recommendations: 3 });
  });

  test.each<[string, StubResponse]>([
    ["an empty reply", json(200, { thread_id: "t", reply: { content: " ", recommendations: [] } })],
    ["no reply", json(200, { thread_id: "t" })],
    ["a page", html(200, "<p>")],
  ])("fails with %s", async (_what, answer) => {
    platform({ "/api/chat": answer });
    const report = await perform(chat);
    expect(report.ends["chat"]).toMatchObject({ outcome: "failed", exception: null });
    expect(failedChecks(report).join()).toContain("reply.content");
  });

  test("measures no answer when there is none", async () => {
    platform({ "/api/chat": json(503, { detail: "no LLM" }) });
    expect((await perform(chat)).ends["chat"]?.measures).toEqual({});
  });
});

/** A socket server that greets, and answers each ping and each close. */
function serve(greeting: object, pongOf: (id: string) => object = (id) => ({ type: "pong", id })): void {
  WebSocket.opened = (socket) => {
    const say = (message: object) => socket.play("message", { data: JSON.stringify(message) });
    socket.onSend = (text) => say(pongOf((JSON.parse(text) as { id: string }).id));
    socket.onClose = () => socket.play("close", { code: 1000 });
    socket.play("open");
    say(greeting);
  };
}

describe("websocket", () => {
  test("passes with greeting, pong and an answered close, all measured", async () => {
    serve({ type: "connected", user_id: "u-1" });
    const report = await perform(websocket);
    expect(report.outcomes).toEqual({ "sign-in": "passed", websocket: "passed" });
    expect(Object.keys(report.ends["websocket"]?.measures ?? {}).sort()).toEqual([
      "connect_ms",
      "first_message_ms",
      "round_trip_ms",
    ]);
    expect(Object.keys(report.checks)).toEqual(
      expect.arrayContaining(["greets the user who signed in", "pong answers our ping", "close is answered"]),
    );
  });

  test("fails when it greets somebody else", async () => {
    serve({ type: "connected", user_id: "u-2" });
    expect((await perform(websocket)).checks["greets the user who signed in"]).toBe('"u-2" is "u-1"');
  });

  test("fails when the pong is another ping's", async () => {
    serve({ type: "connected", user_id: "u-1" }, () => ({ type: "pong", id: "other" }));
    expect((await perform(websocket)).checks["pong answers our ping"]).toMatch(/^"other" is "sonde-\d+"$/);
  });
});
