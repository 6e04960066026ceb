import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Visitor, visit } from "../visitor.ts";

const question = { message: "Optimise cost, please.", thread_id: "t" };
const agentEvents = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"];

async function replyOverSocket(visitor: Visitor, token: string) {
  const { ws, message, received } = visitor.socket(`/ws?token=${token}`);
  await message("connected");
  ws.send(JSON.stringify({ type: "chat", ...question }));
  const reply = await message("agent_response");
  return { reply, types: received.map(({ type }) => type) };
}

/** `[name, data]` of each event of a stream. */
function eventsOf(text: string): [string, Record<string, unknown>][] {
  const blocks = text.trimEnd().split("\n\n");
  return blocks.map((block) => {
    const [, name = "", json = ""] = /^event: (\w+)\ndata: (.+)$/.exec(block) ?? [];
    return [name, JSON.parse(json)];
  });
}

describe("error-in-200", () => {
  test("chat answers 200 with an error for a body", async () => {
    const { ask, signIn } = await visit({ faults: ["error-in-200"] });
    const { status, json } = await ask("POST", "/api/chat", { token: await signIn(), body: question });
    expect([status, json]).toEqual([200, { error: expect.stringMatching(/^InternalServerError: /), code: "llm_error" }]);
  });

  test("a stream has the five events, then an error, and neither a reply nor an end", async () => {
    const { ask, signIn } = await visit({ faults: ["error-in-200"] });
    const { status, text } = await ask("POST", "/api/chat/stream", { token: await signIn(), body: question });
    const events = eventsOf(text);
    expect([status, events.map(([name]) => name)]).toEqual([200, [...agentEvents, "error"]]);
    expect(events.at(-1)?.[1]).toEqual({ error: expect.stringMatching(/^InternalServerError: /), code: "llm_error" });
  });

  test("over a socket the reply is an apology with the provider's exception in it", async () => {
    const visitor = await visit({ faults: ["error-in-200"] });
    const { reply, types } = await replyOverSocket(visitor, await visitor.signIn());
    expect(types).toEqual(["connected", ...agentEvents, "agent_response"]);
    expect(reply).toMatchObject({ content: expect.stringMatching(/sorry.*InternalServerError.*500/), recommendations: [] });
  });

  test("the log says what the provider said, by every way, with the trace", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "sonde-demo-test-")), "log");
    onTestFinished(() => rmSync(dirname(path), { recursive: true }));
    const visitor = await visit({ faults: ["error-in-200"], logFile: path });
    const token = await visitor.signIn();
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    for (const route of ["/api/chat", "/api/chat/stream"]) await visitor.ask("POST", route, { token, body: question, headers });
    await replyOverSocket(visitor, token);
    await visitor.demo.close();
    const lines = readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line.includes("openai.InternalServerError"));
    expect(lines.map((line) => JSON.parse(line).trace_id)).toEqual([traceId, traceId, undefined]);
  });

  test("what is refused is refused as ever", async () => {
    const { ask, signIn } = await visit({ faults: ["error-in-200"] });
    expect((await ask("POST", "/api/chat", { body: question })).status).toBe(401);
    expect((await ask("POST", "/api/chat/stream", { token: await signIn(), body: {} })).status).toBe(422);
    expect((await ask("GET", "/api/dashboard", { token: await signIn() })).status).toBe(200);
  });
});

test("chat-empty: there is a reply by every way, and nothing in it", async () => {
  const visitor = await visit({ faults: ["chat-empty"] });
  const token = await visitor.signIn();
  const empty = { content: "", recommendations: [] };
  const { json } = await visitor.ask("POST", "/api/chat", { token, body: question });
  expect(json).toMatchObject({ thread_id: "t", reply: empty });
  const { text } = await visitor.ask("POST", "/api/chat/stream", { token, body: question });
  expect(eventsOf(text).map(([name]) => name)).toEqual([...agentEvents, "message", "done"]);
  expect(eventsOf(text)[5]?.[1]).toMatchObject({ reply: empty });
  expect((await replyOverSocket(visitor, token)).reply).toEqual({ type: "agent_response", thread_id: "t", ...empty });
});
