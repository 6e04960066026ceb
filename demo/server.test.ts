import { createServer, type AddressInfo, connect } from "node:net";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { DemoError } from "./demo-error.ts";
import { scenarios } from "./faults/scenarios.ts";
import { demoAccount, startDemo } from "./server.ts";
import { type Visitor, visit } from "./visitor.ts";

const newcomer = { email: "new@demo.example", password: "long enough", display_name: "New Comer" };
const question = { message: "How do I optimise cost?", thread_id: "t-1" };
const agentEvents = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"];
const uuid = /^[0-9a-f-]{36}$/;

/** Signs a newcomer up and in. */
async function newcomerIn(visitor: Visitor) {
  const { json: account } = await visitor.ask("POST", "/auth/signup", { body: newcomer });
  const { json } = await visitor.ask("POST", "/auth/login", { body: newcomer });
  return { account, token: (json as { access_token: string }).access_token };
}

describe("signing up", () => {
  test("makes an account that can sign in, whatever the case of its address", async () => {
    const { ask } = await visit();
    const { status, json } = await ask("POST", "/auth/signup", { body: newcomer });
    expect([status, json]).toEqual([201, { user_id: expect.stringMatching(uuid), email: newcomer.email }]);
    const shouted = { ...newcomer, email: newcomer.email.toUpperCase() };
    expect((await ask("POST", "/auth/login", { body: shouted })).status).toBe(200);
    expect((await ask("POST", "/auth/signup", { body: shouted })).status).toBe(409);
  });

  test("a taken address is 409", async () => {
    const { ask } = await visit();
    const { status, json } = await ask("POST", "/auth/signup", { body: { ...newcomer, email: demoAccount.email } });
    expect([status, json]).toEqual([409, { detail: "This e-mail address is taken." }]);
  });
});

describe("signing in", () => {
  test("gives a JWT, how long it lasts, and whose it is", async () => {
    const { ask } = await visit();
    const { status, json } = await ask("POST", "/auth/login", { body: demoAccount });
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.stringMatching(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}$/),
      token_type: "Bearer",
      expires_in: 900,
      user: { id: expect.stringMatching(uuid), email: demoAccount.email },
    });
  });

  test.each([
    ["a wrong password", { ...demoAccount, password: "wrong" }],
    ["an unknown account", { ...demoAccount, email: "nobody@demo.example" }],
  ])("with %s is 401, in the same words", async (_name, body) => {
    const { ask } = await visit();
    const { status, json } = await ask("POST", "/auth/login", { body });
    expect([status, json]).toEqual([401, { detail: "Wrong e-mail address or password." }]);
  });

  test("with an account of one's own choice", async () => {
    const own = { email: "other@demo.example", password: "p" };
    const { ask } = await visit(own);
    expect((await ask("POST", "/auth/login", { body: own })).status).toBe(200);
    expect((await ask("POST", "/auth/login", { body: demoAccount })).status).toBe(401);
  });
});

describe("the account", () => {
  test("is told who it is", async () => {
    const { ask, signIn } = await visit();
    const { status, json } = await ask("GET", "/auth/me", { token: await signIn() });
    expect([status, json]).toEqual([200, { id: expect.stringMatching(uuid), email: demoAccount.email }]);
  });

  test("can be removed: its token is worth nothing from then on, and its address is free", async () => {
    const visitor = await visit();
    const { token } = await newcomerIn(visitor);
    const removed = await visitor.ask("DELETE", "/auth/me", { token });
    expect([removed.status, removed.text]).toEqual([204, ""]);
    for (const path of ["/auth/me", "/api/dashboard", "/api/profile"]) {
      expect((await visitor.ask("GET", path, { token })).status).toBe(401);
    }
    expect((await visitor.ask("POST", "/auth/login", { body: newcomer })).status).toBe(401);
    expect((await visitor.ask("POST", "/auth/signup", { body: newcomer })).status).toBe(201);
  });
});

/** Where a log may go; it is not there yet. */
function logFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "sonde-demo-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "demo.log.jsonl");
}

test.each([
  ["GET", "/auth/me"],
  ["DELETE", "/auth/me"],
  ["GET", "/api/dashboard"],
  ["POST", "/api/chat"],
  ["POST", "/api/chat/stream"],
  ["GET", "/api/profile"],
  ["PUT", "/api/profile"],
])("%s %s is 401 without a token, and with somebody else's", async (method, path) => {
  const [{ ask }, elsewhere] = await Promise.all([visit(), visit()]);
  const foreign = await elsewhere.signIn();
  for (const headers of [{}, { authorization: "Basic dTpw" }, { authorization: `Bearer ${foreign}` }]) {
    const { status, json } = await ask(method, path, { headers });
    expect([status, json]).toEqual([401, { detail: expect.any(String) }]);
  }
});

describe("health", () => {
  test.each([
    ["/auth/health", { status: "healthy" }],
    [
      "/health",
      { status: "healthy", version: expect.any(String), revision: expect.any(String), uptime_seconds: expect.any(Number) },
    ],
    ["/health/live", { status: "alive" }],
    ["/health/ready", { status: "ready" }],
  ])("%s is fine", async (path, body) => {
    const { ask } = await visit();
    const { status, json } = await ask("GET", path);
    expect([status, json]).toEqual([200, body]);
  });
});

describe("the dashboard", () => {
  test("knows the user, and lists threads, the latest first", async () => {
    const { ask, signIn } = await visit();
    const token = await signIn();
    for (const thread_id of ["a", "b", "a"]) await ask("POST", "/api/chat", { token, body: { ...question, thread_id } });
    const { status, json } = await ask("GET", "/api/dashboard", { token });
    expect(status).toBe(200);
    expect(json).toEqual({
      user: { id: expect.stringMatching(uuid), email: demoAccount.email },
      threads: [
        { id: "a", title: question.message, messages: 2, updated_at: expect.any(String) },
        { id: "b", title: question.message, messages: 1, updated_at: expect.any(String) },
      ],
      features: expect.arrayContaining([{ name: "chat", enabled: true }]),
      generated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
  });

  test("of a newcomer is empty, and shows nobody else's threads", async () => {
    const visitor = await visit();
    await visitor.ask("POST", "/api/chat", { token: await visitor.signIn(), body: question });
    const { account, token } = await newcomerIn(visitor);
    const { json } = await visitor.ask("GET", "/api/dashboard", { token });
    expect(json).toMatchObject({ threads: [], user: { id: (account as { user_id: string }).user_id } });
  });
});

describe("chat", () => {
  test("answers the question with something of value", async () => {
    const visitor = await visit();
    const { token } = await newcomerIn(visitor);
    const { status, json } = await visitor.ask("POST", "/api/chat", { token, body: question });
    const { reply, ...rest } = json as { reply: { content: string; recommendations: string[] } };
    expect([status, rest]).toEqual([200, { thread_id: "t-1", agent: expect.any(String) }]);
    expect(reply.content.length).toBeGreaterThan(200);
    for (const word of [/welcome, new comer/i, /optimise/i, /cost/i]) expect(reply.content).toMatch(word);
    expect(new Set(reply.recommendations).size).toBeGreaterThanOrEqual(3);
  });

  test("makes a thread when none is named", async () => {
    const { ask, signIn } = await visit();
    const { json } = await ask("POST", "/api/chat", { token: await signIn(), body: { message: "Hello" } });
    expect(json).toMatchObject({ thread_id: expect.stringMatching(/^thread-/) });
  });

  test("streams the five events of the agent in order, then the message, then done", async () => {
    const { ask, signIn } = await visit();
    const { status, headers, text } = await ask("POST", "/api/chat/stream", { token: await signIn(), body: question });
    const events = text
      .trimEnd()
      .split("\n\n")
      .map((block) => /^event: (\w+)\ndata: (.+)$/.exec(block)?.slice(1) ?? []);
    expect([status, headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
    expect(events.map(([name]) => name)).toEqual([...agentEvents, "message", "done"]);
    const contents = events.map(([, data = ""]) => JSON.parse(data));
    expect(contents.every(({ thread_id }) => thread_id === "t-1")).toBe(true);
    expect(contents.slice(0, 5).map(({ type }) => type)).toEqual(agentEvents);
    expect(contents[5]).toMatchObject({
      reply: { content: expect.stringContaining("Welcome"), recommendations: expect.any(Array) },
    });
  });

  test("a stream brings the reply in many pieces, as it is written", async () => {
    const { demo, signIn } = await visit({ timeScale: 1 });
    const response = await fetch(`${demo.url}/api/chat/stream`, {
      method: "POST",
      headers: { authorization: `Bearer ${await signIn()}`, "content-type": "application/json" },
      body: JSON.stringify(question),
    });
    const pieces: string[] = [];
    for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString("utf8"));
    const text = pieces.join("");
    const [, reply = ""] = /event: message\ndata: (.+)\n\nevent: done\n/.exec(text) ?? [];
    expect(JSON.parse(reply)).toMatchObject({ reply: { content: expect.stringContaining("Welcome") } });
    const first = pieces.findIndex((piece) => piece.includes("event: message"));
    expect(pieces.length - first).toBeGreaterThan(10);
  });

  test("a stream ends with an error when what is behind the agent fails", async () => {
    const { ask, signIn } = await visit({ faults: ["llm-key-missing"] });
    const { status, text } = await ask("POST", "/api/chat/stream", { token: await signIn(), body: question });
    const names = [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
    expect([status, names.at(-1)]).toEqual([200, "error"]);
    expect(names).not.toContain("message");
    expect(names).not.toContain("done");
  });

  test("a stream sends what has happened before all of it has", async () => {
    const { demo, signIn } = await visit({ timeScale: 2 });
    const response = await fetch(`${demo.url}/api/chat/stream`, {
      method: "POST",
      headers: { authorization: `Bearer ${await signIn()}`, "content-type": "application/json" },
      body: JSON.stringify(question),
    });
    const first = await response.body?.getReader().read();
    const text = new TextDecoder().decode(first?.value);
    expect(text).toMatch(/^event: agent_started\n/);
    expect(text).not.toContain("event: message");
  });
});

describe("the profile", () => {
  const first = { tutorial_mode: true, notifications: { cost_alerts: true } };

  test("comes with tutorial mode and cost alerts on", async () => {
    const visitor = await visit();
    const { token } = await newcomerIn(visitor);
    const { status, json } = await visitor.ask("GET", "/api/profile", { token });
    expect([status, json]).toEqual([
      200,
      { user_id: expect.stringMatching(uuid), email: newcomer.email, display_name: newcomer.display_name, preferences: first },
    ]);
  });

  test.each([
    ["a known setting", { tutorial_mode: false }, { ...first, tutorial_mode: false }],
    ["a nested setting", { notifications: { cost_alerts: false } }, { ...first, notifications: { cost_alerts: false } }],
    [
      "settings of others",
      { theme: "dark", notifications: { weekly: true } },
      { ...first, theme: "dark", notifications: { cost_alerts: true, weekly: true } },
    ],
    ["nothing", {}, first],
  ])("is changed by %s, and stays so", async (_name, preferences, expected) => {
    const { ask, signIn } = await visit();
    const token = await signIn();
    const changed = await ask("PUT", "/api/profile", { token, body: { preferences } });
    expect([changed.status, changed.json]).toMatchObject([200, { preferences: expected }]);
    expect((await ask("GET", "/api/profile", { token })).json).toEqual(changed.json);
  });

  test("does not grow without end", async () => {
    const { ask, signIn } = await visit();
    const body = { preferences: { note: "x".repeat(5_000) } };
    expect((await ask("PUT", "/api/profile", { token: await signIn(), body })).status).toBe(413);
  });
});

describe("what is no valid request", () => {
  const json = { "content-type": "application/json" };

  test.each<[string, number, string, string, { body?: object | string; headers?: Record<string, string> }]>([
    ["bad JSON", 400, "POST", "/auth/login", { body: "{", headers: json }],
    ["an empty body", 400, "POST", "/auth/login", { body: "", headers: json }],
    ["a body that is not said to be JSON", 415, "POST", "/auth/login", { body: JSON.stringify(demoAccount) }],
    ["a list", 422, "POST", "/auth/login", { body: [] }],
    ["null", 422, "POST", "/auth/login", { body: "null", headers: json }],
    ["a password that is a number", 422, "POST", "/auth/login", { body: { ...demoAccount, password: 1 } }],
    ["no e-mail address", 422, "POST", "/auth/signup", { body: { ...newcomer, email: "nobody" } }],
    ["a short password", 422, "POST", "/auth/signup", { body: { ...newcomer, password: "short" } }],
    ["no display name", 422, "POST", "/auth/signup", { body: { ...newcomer, display_name: undefined } }],
    ["an empty message", 422, "POST", "/api/chat", { body: { ...question, message: " " } }],
    ["a thread that is a number", 422, "POST", "/api/chat/stream", { body: { ...question, thread_id: 7 } }],
    ["a tutorial mode that is a text", 422, "PUT", "/api/profile", { body: { preferences: { tutorial_mode: "on" } } }],
    ["no preferences", 422, "PUT", "/api/profile", { body: {} }],
    ["a body over the limit", 413, "POST", "/auth/login", { body: { ...demoAccount, more: "x".repeat(70_000) } }],
    ["an unknown path", 404, "GET", "/api/nothing", {}],
    ["the wrong method", 404, "GET", "/api/chat", {}],
    ["a path that is none", 400, "GET", "/%", {}],
    ["the WebSocket's path without an upgrade", 426, "GET", "/ws", {}],
  ])("%s is %i with a detail", async (_name, status, method, path, sent) => {
    const { ask, signIn } = await visit();
    const answer = await ask(method, path, { token: await signIn(), ...sent });
    expect([answer.status, answer.json]).toEqual([status, { detail: expect.stringMatching(/\w/) }]);
    expect(answer.headers.get("x-request-id")).toMatch(uuid);
  });

  test("the detail names the field and never its value", async () => {
    const { ask } = await visit();
    const { text } = await ask("POST", "/auth/signup", { body: { ...newcomer, password: "hunter2" } });
    expect(text).toContain("password");
    expect(text).not.toContain("hunter2");
  });

  test("what is no HTTP is answered by the front", async () => {
    const { demo } = await visit();
    const socket = connect(Number(new URL(demo.url).port), "127.0.0.1", () => socket.write("garbage\r\n\r\n"));
    const [answer] = await once(socket.setEncoding("utf8"), "data");
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: text\/plain/);
  });
});

describe("every answer of the application", () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";

  test("has an id of its own, the revision, and the trace of a valid traceparent", async () => {
    const { ask } = await visit();
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const answers = await Promise.all([
      ask("GET", "/health", { headers }),
      ask("GET", "/auth/me", { headers }),
      ask("GET", "/nothing", { headers }),
    ]);
    expect(answers.map((answer) => answer.headers.get("x-trace-id"))).toEqual([traceId, traceId, traceId]);
    expect(new Set(answers.map((answer) => answer.headers.get("x-request-id"))).size).toBe(3);
    const [{ json }] = answers;
    const { revision } = json as { revision: string };
    expect(answers.map((answer) => answer.headers.get("x-revision"))).toEqual([revision, revision, revision]);
  });

  test("says by which server and what way it came, and when", async () => {
    const { ask } = await visit();
    for (const path of ["/health", "/auth/health"]) {
      const { headers } = await ask("GET", path);
      expect([headers.get("server"), headers.get("via")]).toEqual(["uvicorn", "1.1 front"]);
      expect(Math.abs(Date.parse(headers.get("date") ?? "") - Date.now())).toBeLessThan(30_000);
    }
  });

  test("has no trace when there is none, or an invalid one", async () => {
    const { ask } = await visit();
    for (const headers of [{}, { traceparent: `00-${"0".repeat(32)}-b7ad6b7169203331-01` }, { traceparent: "x" }]) {
      expect((await ask("GET", "/health", { headers })).headers.get("x-trace-id")).toBeNull();
    }
  });
});

test("an upgrade to anything but a WebSocket is ignored", async () => {
  const { demo } = await visit();
  const socket = connect(Number(new URL(demo.url).port), "127.0.0.1", () =>
    socket.write("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
  );
  const [answer] = await once(socket.setEncoding("utf8"), "data");
  socket.destroy();
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
});

describe("starting", () => {
  test("a port that is taken is an error that says which and what to do", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const starting = startDemo({ port, faults: [], timeScale: 1 });
    await expect(starting).rejects.toThrow(DemoError);
    await expect(starting).rejects.toThrow(new RegExp(`port ${port}: another program.*--port`));
  });

  test.each([
    ["a port that is none", { port: 70_000 }, /port 70000: ports are whole numbers/],
    ["a time scale below 0", { timeScale: -1 }, /time scale is -1/],
    ["a scenario that there is not", { scenario: "iteration-2" }, /"iteration-2": did you mean iteration-\d\?/],
    ["a fault that there is not", { faults: ["slow", "backend-530"] }, /"backend-530": did you mean backend-503\?/],
  ])("%s is an error", async (_name, change, message) => {
    await expect(startDemo({ port: 0, faults: [], timeScale: 1, ...change })).rejects.toThrow(message);
  });

  test("gives a URL without a trailing slash, on loopback", async () => {
    const { demo } = await visit();
    expect(demo.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

test("it can begin with a scenario, as it was deployed then, and with more", async () => {
  const { demo, ask } = await visit({ scenario: "iteration-0", faults: ["chat-empty"] });
  const { faults = [], revision } = scenarios.get("iteration-0") ?? {};
  expect(demo.faults()).toEqual([...faults, "chat-empty"]);
  const { headers, json } = await ask("GET", "/health");
  expect([headers.get("x-revision"), json]).toEqual([revision, expect.objectContaining({ startup_failed: true })]);
});

describe("the log", () => {
  test("has a line for each request, with its trace", async () => {
    const path = logFile();
    const { demo, ask } = await visit({ logFile: path });
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    await ask("GET", "/health", { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
    await ask("GET", "/auth/me");
    await demo.close();
    const lines: unknown[] = readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const common = {
      revision: expect.any(String),
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      message: expect.any(String),
      method: "GET",
    };
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...common,
        severity: "INFO",
        service: "backend",
        trace_id: traceId,
        path: "/health",
        status: 200,
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ ...common, service: "auth", path: "/auth/me", status: 401 }));
  });

  test("says why, where the answer does not", async () => {
    const path = logFile();
    const { demo, ask, signIn } = await visit({ logFile: path, faults: ["database-unreachable"] });
    expect((await ask("GET", "/api/dashboard", { token: await signIn() })).status).toBe(503);
    await demo.close();
    expect(readFileSync(path, "utf8")).toMatch(/"severity":"ERROR".*OperationalError.*timeout expired/);
  });

  test("never has a token or a password in it", async () => {
    const path = logFile();
    const visitor = await visit({ logFile: path });
    const { account, token } = await newcomerIn(visitor);
    expect(account).toBeTruthy();
    await visitor.ask("GET", `/api/dashboard?token=${token}`, { token });
    await visitor.ask("GET", `/nothing/${token}`);
    await visitor.socket(`/ws?token=${token}`).message("connected");
    await visitor.socket("/ws", [`jwt.${token}`]).message("connected");
    await visitor.socket(`/ws?token=${token}x`).rejected;
    await visitor.ask("POST", "/auth/login", { body: { email: newcomer.email, password: "wrong-password" } });
    await visitor.demo.close();
    const text = readFileSync(path, "utf8");
    expect(text).toContain("/ws");
    for (const secret of [token, token.split(".")[2] ?? "", newcomer.password, "wrong-password"])
      expect(text).not.toContain(secret);
  });
});

test("closing ends answers under way at once, and gives the port back", async () => {
  const demo = await startDemo({ port: 0, faults: [], timeScale: 10_000 });
  const waiting = Promise.allSettled([fetch(`${demo.url}/health`), fetch(`${demo.url}/auth/health`)]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await demo.close();
  expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const again = await startDemo({ port: Number(new URL(demo.url).port), faults: [], timeScale: 0 });
  expect(again.url).toBe(demo.url);
  await again.close();
});
