import { once } from "node:events";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { demoAccount } from "../server.ts";
import { type Visitor, visit } from "../visitor.ts";

const agentEvents = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"];

async function connected(visitor: Visitor) {
  const token = await visitor.signIn();
  const socket = visitor.socket(`/ws?token=${token}`);
  return { ...socket, token, greeting: await socket.message("connected") };
}

test("a token in the query opens a socket, which greets its user", async () => {
  const visitor = await visit();
  const { greeting, token } = await connected(visitor);
  const { json } = await visitor.ask("GET", "/auth/me", { token });
  expect(greeting).toEqual({ type: "connected", user_id: (json as { id: string }).id });
});

test("a token as subprotocol opens one too, and is the protocol that is agreed on", async () => {
  const visitor = await visit();
  const protocol = `jwt.${await visitor.signIn()}`;
  const { ws, message } = visitor.socket("/ws", ["chat", protocol]);
  await message("connected");
  expect(ws.protocol).toBe(protocol);
});

test.each<[string, number, (token: string) => [string, string[]]]>([
  ["without a token", 401, () => ["/ws", []]],
  ["with garbage for a token", 401, () => ["/ws?token=garbage", []]],
  ["with a forged token", 401, (token) => [`/ws?token=${token.slice(0, -4)}AAAA`, []]],
  ["with an invalid token as subprotocol", 401, () => ["/ws", ["jwt.e30.e30.x"]]],
  ["at another path", 404, (token) => [`/socket?token=${token}`, []]],
])("an upgrade %s is answered %i by the application", async (_name, status, pathOf) => {
  const visitor = await visit();
  const { rejected } = visitor.socket(...pathOf(await visitor.signIn()));
  const answer = await rejected;
  expect([answer.status, JSON.parse(answer.text)]).toEqual([status, { detail: expect.any(String) }]);
  expect(answer.headers).toMatchObject({ "x-request-id": expect.any(String), "x-revision": expect.any(String) });
});

test("the token of an account that is gone opens nothing", async () => {
  const visitor = await visit();
  const token = await visitor.signIn();
  await visitor.ask("DELETE", "/auth/me", { token });
  expect((await visitor.socket(`/ws?token=${token}`).rejected).status).toBe(401);
});

test.each([[{ id: "p-1" }], [{ id: 7 }], [{}]])("a ping with %j is answered by a pong with the same", async (id) => {
  const { ws, message } = await connected(await visit());
  ws.send(JSON.stringify({ type: "ping", ...id }));
  expect(await message("pong")).toEqual({ type: "pong", ...id });
});

test("a question is answered by the five events in order, then the response, all in its thread", async () => {
  const visitor = await visit();
  const { ws, message, received, token } = await connected(visitor);
  ws.send(JSON.stringify({ type: "chat", message: "Optimise cost, please.", thread_id: "t-9" }));
  const response = await message("agent_response");
  expect(received.slice(1).map(({ type }) => type)).toEqual([...agentEvents, "agent_response"]);
  expect(received.slice(1).every(({ thread_id }) => thread_id === "t-9")).toBe(true);
  expect(String(response["content"]).length).toBeGreaterThan(200);
  expect((response["recommendations"] as string[]).length).toBeGreaterThanOrEqual(3);
  const { json } = await visitor.ask("GET", "/api/dashboard", { token });
  expect(json).toMatchObject({ threads: [{ id: "t-9", messages: 1 }] });
});

test("a pong does not wait for an answer that is worked on", async () => {
  const { ws, message, received } = await connected(await visit({ timeScale: 2 }));
  ws.send(JSON.stringify({ type: "chat", message: "Optimise cost, please." }));
  ws.send(JSON.stringify({ type: "ping", id: 1 }));
  await message("pong");
  expect(received.map(({ type }) => type)).not.toContain("agent_response");
});

test.each<[string, string | Buffer, string]>([
  ["no JSON", "hello", "invalid_json"],
  ["a binary frame", Buffer.from('{"type":"ping"}'), "invalid_json"],
  ["a list", "[]", "invalid_message"],
  ["an object without a type", "{}", "invalid_message"],
  ["a type that is unknown", '{"type":"dance"}', "unknown_type"],
  ["a ping with an object for an id", '{"type":"ping","id":{}}', "invalid_message"],
  ["a question without words", '{"type":"chat","message":" ","thread_id":"t"}', "invalid_message"],
])("%s is answered by an error, and the socket goes on", async (_name, frame, code) => {
  const { ws, message } = await connected(await visit());
  ws.send(frame);
  expect(await message("error")).toEqual({ type: "error", code, message: expect.any(String) });
  ws.send(JSON.stringify({ type: "ping", id: 1 }));
  await message("pong");
});

test("too many questions at once are turned away, one by one", async () => {
  const { ws, message, received } = await connected(await visit({ timeScale: 1 }));
  for (let nth = 0; nth < 5; nth++) ws.send(JSON.stringify({ type: "chat", message: `Question ${nth}`, thread_id: `t-${nth}` }));
  expect(await message("error")).toMatchObject({ code: "busy" });
  expect(received.filter(({ type }) => type === "error")).toHaveLength(1);
});

test("a close is answered with its code", async () => {
  const { ws, closed } = await connected(await visit());
  ws.close(1000, "done");
  expect(await closed).toEqual({ code: 1000, reason: "done" });
});

test("a frame over the limit closes the socket as too big", async () => {
  const { ws, closed } = await connected(await visit());
  ws.send("x".repeat(70_000));
  expect((await closed).code).toBe(1009);
});

describe("a socket is closed as a breach of policy", () => {
  test("when the account that it was opened for is removed, in the middle of an answer too", async () => {
    const visitor = await visit({ timeScale: 3 });
    const { ws, message, closed, token } = await connected(visitor);
    ws.send(JSON.stringify({ type: "chat", message: "Optimise cost, please." }));
    await message("agent_started");
    await visitor.ask("DELETE", "/auth/me", { token });
    expect(await closed).toEqual({ code: 1008, reason: "account removed" });
  });

  test("when its token expires, and not before", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const { ws, closed } = await connected(await visit());
    vi.setSystemTime(Date.now() + 890_000);
    const early = await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1_100, "open"))]);
    expect([early, ws.readyState]).toEqual(["open", ws.OPEN]);
    vi.setSystemTime(Date.now() + 11_000);
    expect(await closed).toEqual({ code: 1008, reason: "token expired" });
  });

  test("and nobody else's is", async () => {
    const visitor = await visit();
    const account = { email: "new@demo.example", password: "long enough", display_name: "New" };
    await visitor.ask("POST", "/auth/signup", { body: account });
    const { json } = await visitor.ask("POST", "/auth/login", { body: account });
    const { access_token: theirs } = json as { access_token: string };
    const [mine, other] = [await connected(visitor), visitor.socket(`/ws?token=${theirs}`)];
    await other.message("connected");
    await visitor.ask("DELETE", "/auth/me", { token: theirs });
    expect((await other.closed).code).toBe(1008);
    expect(mine.ws.readyState).toBe(mine.ws.OPEN);
  });
});

test("a roll-out closes sockets and says that the service restarts, and the next one opens at the new revision", async () => {
  const visitor = await visit();
  const { closed, token } = await connected(visitor);
  visitor.demo.setScenario("healthy");
  expect(await closed).toEqual({ code: 1012, reason: "the service restarts" });
  await visitor.socket(`/ws?token=${token}`).message("connected");
});

test("the handshake carries the headers of the application and of the front", async () => {
  const visitor = await visit();
  const { ws } = visitor.socket(`/ws?token=${await visitor.signIn()}`);
  const [{ headers }] = await once(ws, "upgrade");
  expect(headers).toMatchObject({ server: "uvicorn", via: "1.1 front", "x-request-id": expect.any(String) });
  const { headers: elsewhere } = await visitor.ask("GET", "/health");
  expect(headers["x-revision"]).toBe(elsewhere.get("x-revision"));
  expect(Math.abs(Date.parse(headers.date) - Date.now())).toBeLessThan(30_000);
});

test("the events of an answer come one by one, with time between them", async () => {
  const { ws, message, received } = await connected(await visit({ timeScale: 1 }));
  const atMs: number[] = [];
  ws.on("message", () => atMs.push(performance.now()));
  ws.send(JSON.stringify({ type: "chat", message: "Optimise cost, please." }));
  await message("agent_response");
  expect(received).toHaveLength(7);
  expect((atMs.at(-1) ?? 0) - (atMs[0] ?? 0)).toBeGreaterThan(200);
});

test("a failure of what is behind the agent is told as an error, and the socket goes on", async () => {
  const { ws, message, received } = await connected(await visit({ faults: ["llm-rate-limited"] }));
  ws.send(JSON.stringify({ type: "chat", message: "Optimise cost, please.", thread_id: "t" }));
  expect(await message("error")).toMatchObject({ thread_id: "t", code: "rate_limited", message: expect.any(String) });
  ws.send(JSON.stringify({ type: "ping", id: 1 }));
  await message("pong");
  expect(received.map(({ type }) => type)).not.toContain("agent_response");
});

test("closing the demo ends open sockets, also while they are answered", async () => {
  const visitor = await visit({ timeScale: 3 });
  const { ws, message, closed } = await connected(visitor);
  ws.send(JSON.stringify({ type: "chat", message: "Optimise cost, please." }));
  await message("agent_started");
  await visitor.demo.close();
  expect((await closed).code).toBe(1001);
});

test("the account's own password is not needed to talk, and its address is not told", async () => {
  const { ws, message, received } = await connected(await visit());
  ws.send(JSON.stringify({ type: "chat", message: "Who am I?" }));
  await message("agent_response");
  expect(JSON.stringify(received)).not.toContain(demoAccount.email);
});
