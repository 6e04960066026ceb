import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { DemoOptions } from "../server.ts";
import { visit } from "../visitor.ts";
import { question } from "./calls.ts";

const timeScale = 0.02;

/** A visitor of a demo with a log. */
async function visitWithLog(options: Partial<DemoOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "sonde-demo-faults-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const logFile = join(folder, "demo.log.jsonl");
  const visitor = await visit({ ...options, logFile });
  const token = await visitor.signIn();
  const logged = () =>
    readFileSync(logFile, "utf8")
      .trimEnd()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
  return { ...visitor, token, logged };
}

type Visited = Awaited<ReturnType<typeof visitWithLog>>;

/** A question over the socket: what comes for it, and last of all. */
async function askOverSocket({ socket, token }: Visited) {
  const { ws, message, received } = socket(`/ws?token=${token}`);
  await message("connected");
  ws.send(JSON.stringify({ type: "chat", ...question }));
  const last = await Promise.race([message("error"), message("agent_response")]);
  return { last, types: received.slice(1).map(({ type }) => type) };
}

describe("database-unreachable", () => {
  test.each([
    ["GET", "/api/dashboard", undefined, 4_500],
    ["GET", "/api/profile", undefined, 4_500],
    ["POST", "/api/chat", question, 7_500],
    ["POST", "/api/chat/stream", question, 7_500],
  ] as const)("%s %s is 503 of the application after a long time", async (method, path, body, leastMs) => {
    const { ask, token } = await visitWithLog({ timeScale, faults: ["database-unreachable"] });
    const startedMs = performance.now();
    const { status, json, headers } = await ask(method, path, { token, ...(body && { body }) });
    const ms = performance.now() - startedMs;
    expect([status, json]).toEqual([503, { detail: "Database unavailable: connection timed out" }]);
    expect(headers.get("x-request-id")).not.toBeNull();
    expect(ms).toBeGreaterThanOrEqual(leastMs * timeScale - 6);
  });

  test("who shows no token is told so at once: nobody looks into the database for them", async () => {
    const { ask } = await visitWithLog({ faults: ["database-unreachable"] });
    expect((await ask("GET", "/api/dashboard")).status).toBe(401);
  });

  test("readiness says it, health does not, and a socket opens and fails at the first question", async () => {
    const visited = await visitWithLog({ faults: ["database-unreachable"] });
    expect((await visited.ask("GET", "/health/ready")).json).toEqual({ detail: "Core database unavailable" });
    expect((await visited.ask("GET", "/health")).json).toMatchObject({ status: "healthy" });
    expect(await askOverSocket(visited)).toMatchObject({ last: { code: "database_unavailable" }, types: ["error"] });
  });

  test("the log has the cause, by the trace of the request that it cost", async () => {
    const { ask, token, logged } = await visitWithLog({ faults: ["database-unreachable"] });
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    await ask("GET", "/api/dashboard", { token, headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
    const entries = () => logged().filter(({ trace_id }) => trace_id === traceId);
    await expect.poll(() => entries().length).toBeGreaterThanOrEqual(5);
    expect(entries()).toContainEqual(
      expect.objectContaining({
        severity: "ERROR",
        service: "backend",
        component: "postgres",
        revision: "backend-00042-demo",
        message: expect.stringMatching(/OperationalError.*port 5432 failed: timeout expired$/),
      }),
    );
    expect(entries().at(-1)).toMatchObject({ severity: "ERROR", method: "GET", path: "/api/dashboard", status: 503 });
  });
});

test("pool-exhausted: the call waits 5 s for a connection, and names the pool", async () => {
  const { ask, token } = await visitWithLog({ timeScale, faults: ["pool-exhausted"] });
  const startedMs = performance.now();
  const { status, json } = await ask("GET", "/api/dashboard", { token });
  expect([status, json]).toEqual([503, { detail: expect.stringMatching(/^QueuePool limit of size 5 .* reached/) }]);
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(5_000 * timeScale - 2);
});

describe("redis-misconfigured", () => {
  test("dashboard, chat and socket have no session, the profile needs none, and health knows nothing", async () => {
    const { ask, socket, token, logged } = await visitWithLog({ faults: ["redis-misconfigured"] });
    const detail = { detail: "Session store unavailable: Error 111 connecting to localhost:6379. Connection refused." };
    expect((await ask("GET", "/api/dashboard", { token })).json).toEqual(detail);
    expect((await ask("POST", "/api/chat", { token, body: question })).json).toEqual(detail);
    const { status, text, headers } = await socket(`/ws?token=${token}`).rejected;
    expect([status, JSON.parse(text)]).toEqual([503, detail]);
    expect(headers["x-revision"]).toMatch(/^backend-00043-/);
    for (const path of ["/health", "/health/ready", "/api/profile"]) expect((await ask("GET", path, { token })).status).toBe(200);
    expect(logged()).toContainEqual(
      expect.objectContaining({ severity: "WARNING", message: expect.stringMatching(/^Redis is not/) }),
    );
  });

  test("a wrong token is refused as ever", async () => {
    const { socket } = await visitWithLog({ faults: ["redis-misconfigured"] });
    expect((await socket("/ws?token=wrong").rejected).status).toBe(401);
  });
});

test("inter-service-rejected: the backend cannot show tokens to the auth service, which itself is fine", async () => {
  const { ask, socket, token } = await visitWithLog({ faults: ["inter-service-rejected"] });
  const detail = { detail: "Auth service rejected the service token" };
  expect((await ask("GET", "/api/dashboard", { token })).json).toEqual(detail);
  expect(JSON.parse((await socket(`/ws?token=${token}`).rejected).text)).toEqual(detail);
  expect((await ask("GET", "/auth/me", { token })).status).toBe(200);
});

describe("the language model", () => {
  test.each([
    ["llm-key-missing", "llm_unavailable", /no API key$/, null],
    ["llm-rate-limited", "rate_limited", /429/, "30"],
  ])("%s: chat fails in the words for it by every way, after the agent has started", async (fault, code, words, retryAfter) => {
    const visited = await visitWithLog({ faults: [fault] });
    const { ask, token } = visited;
    const { status, json, headers } = await ask("POST", "/api/chat", { token, body: question });
    expect([status, json, headers.get("retry-after")]).toEqual([503, { detail: expect.stringMatching(words) }, retryAfter]);
    const stream = await ask("POST", "/api/chat/stream", { token, body: question });
    expect(stream.text).toMatch(/^event: agent_started\n[^]*\nevent: error\ndata: .*\n\n$/);
    expect(stream.text).toContain(code);
    expect(await askOverSocket(visited)).toMatchObject({
      last: { type: "error", code, message: expect.stringMatching(words) },
      types: ["agent_started", "agent_thinking", "error"],
    });
    expect((await ask("GET", "/api/dashboard", { token })).status).toBe(200);
  });

  test("llm-slow: the answer is good, and 22 s late; the events before it are not", async () => {
    const { ask, socket, token } = await visitWithLog({ timeScale, faults: ["llm-slow"] });
    const startedMs = performance.now();
    expect((await ask("POST", "/api/chat", { token, body: question })).json).toMatchObject({
      reply: { content: expect.stringContaining("Welcome") },
    });
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(22_000 * timeScale);
    const { ws, message } = socket(`/ws?token=${token}`);
    await message("connected");
    const sentMs = performance.now();
    ws.send(JSON.stringify({ type: "chat", ...question }));
    await message("agent_thinking");
    expect(performance.now() - sentMs).toBeLessThan(22_000 * timeScale);
  });
});

test("stale-dashboard: it was made hours ago, and what was asked since is not on it", async () => {
  const { demo, ask, token } = await visitWithLog();
  await ask("POST", "/api/chat", { token, body: question });
  const dashboard = async () =>
    (await ask("GET", "/api/dashboard", { token })).json as { threads: object[]; generated_at: string };
  expect((await dashboard()).threads).toHaveLength(1);
  demo.setFaults(["stale-dashboard"]);
  const { threads, generated_at } = await dashboard();
  expect(threads).toEqual([]);
  expect(Date.now() - Date.parse(generated_at)).toBeGreaterThan(3_600_000);
});
