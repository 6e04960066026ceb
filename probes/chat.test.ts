import { beforeEach, describe, expect, test } from "vitest";
import chat from "./chat.ts";
import { type StubResponse, cutOff, html, json, plain, sentRequests } from "./stubs/http.ts";
import { type Report, perform } from "./stubs/perform.ts";
import { agentEvents, conversation, events, platform, reply, socketServer, stream } from "./stubs/platform.ts";
import { WebSocket } from "./stubs/websockets.ts";

const allPassed = { "sign-in": "passed", chat: "passed", "chat-stream": "passed", "chat-socket": "passed" };
const apology = "I'm sorry, I ran into a problem: Error code: 500 - internal error";

function failedChecks({ checks }: Report) {
  return Object.values(checks).filter((observed) => observed !== null);
}

beforeEach(() => {
  platform();
  socketServer();
});

test("passes with an answer by each way, all measured, for one question each", async () => {
  const sent: string[] = [];
  const opened = WebSocket.opened;
  WebSocket.opened = (socket) => {
    opened(socket);
    const { onSend } = socket;
    socket.onSend = (text) => (sent.push(text), onSend(text));
  };
  const { outcomes, ends } = await perform(chat);
  expect(outcomes).toEqual(allPassed);
  expect(ends["chat"]?.measures).toEqual({ first_byte_ms: 12, full_answer_ms: 15, answer_length: 19, recommendations: 3 });
  expect(ends["chat-stream"]?.measures).toEqual({ first_byte_ms: 12, full_answer_ms: 15, answer_length: 19 });
  expect(ends["chat-socket"]?.measures).toMatchObject({ events_received: 5, events_missing: 0 });
  for (const name of ["first_answer_ms", "full_answer_ms", "events_per_s", "longest_gap_ms"]) {
    expect(ends["chat-socket"]?.measures[name]).toBeGreaterThanOrEqual(0);
  }
  expect(sentRequests().map(({ url }) => url)).toEqual([
    "http://auth/auth/login",
    "http://api/api/chat",
    "http://api/api/chat/stream",
  ]);
  expect(sent).toHaveLength(1);
  expect(JSON.parse(sentRequests()[1]?.body ?? "")).toEqual({
    message: expect.stringContaining("cost"),
    thread_id: expect.stringMatching(/^sonde-http-\d+$/),
  });
});

describe("chat over HTTP fails with", () => {
  test.each<[string, StubResponse, string]>([
    ["an empty reply", json(200, { reply: { content: " " } }), 'reply.content (" ") is a text with something in it'],
    ["no reply", json(200, { thread_id: "t" }), "reply.content (missing) is a text with something in it"],
    ["a page", html(200, "<p>"), 'reply.content: body (text/html "<p>") is JSON'],
    ["an outage", json(503, { detail: "no LLM" }), "status (503) is 200: no LLM"],
    [
      "an error inside",
      json(200, { error: "InternalServerError: boom", code: "llm_error" }),
      'answer (200 with error "InternalServerError: boom", code "llm_error") has no error inside',
    ],
    [
      "an error beside a reply",
      json(200, { reply, errors: [{ code: 1 }] }),
      'answer (200 with errors [{"code":1}]) has no error inside',
    ],
    ["an apology", json(200, { reply: { content: apology } }), `reply (says "Error code: 500") is no error`],
  ])("%s", async (_what, answer, observed) => {
    platform({ "/api/chat": answer });
    const report = await perform(chat);
    expect(report.outcomes).toEqual({ ...allPassed, chat: "failed" });
    expect(report.ends["chat"]?.exception).toBeNull();
    expect(failedChecks(report)[0]).toBe(observed);
  });

  test("what it measured only when there was an answer", async () => {
    platform({ "/api/chat": json(503, { detail: "no LLM" }) });
    expect((await perform(chat)).ends["chat"]?.measures).toEqual({});
  });

  test("no objection to fields that say that there was no error", async () => {
    platform({ "/api/chat": json(200, { reply, error: null, errors: [], success: true, code: 0, status: "ok", detail: "" }) });
    expect((await perform(chat)).outcomes).toEqual(allPassed);
  });
});

describe("chat over a stream fails with", () => {
  const [started = "", ...others] = agentEvents;

  test.each<[string, StubResponse, string]>([
    ["an outage", json(503, { detail: "no LLM" }), "status (503) is 200: no LLM"],
    ["the front's words", plain(504, "upstream request timeout"), "status (504) is 200: upstream request timeout"],
    [
      "a connection that is cut",
      cutOff(events(started, "agent_thinking")),
      'stream (cut off after 63 bytes: unexpected EOF; the last event was "agent_thinking") ends with "done"',
    ],
    [
      "a connection that is cut within an event",
      cutOff(`${events(started)}event: agent_thi`),
      'stream (cut off after 47 bytes: unexpected EOF; the last event was "agent_started") ends with "done"',
    ],
    [
      "a connection that is reset",
      cutOff(events(started), "read: connection reset by peer"),
      'stream (cut off after 31 bytes: read: connection reset by peer; the last event was "agent_started") ends with "done"',
    ],
    [
      "an end before it is done",
      stream(events(...agentEvents)),
      'stream (ended; the last event was "agent_completed") ends with "done"',
    ],
    ["nothing at all", stream(""), 'stream (ended; no event came) ends with "done"'],
    [
      "an error event",
      stream(events(...agentEvents, ["error", { error: "boom", code: "llm_error" }])),
      'answer (200 with the event "error": error "boom", code "llm_error") has no error inside',
    ],
    [
      "an error event that is the socket's message",
      stream(events(...agentEvents, ["error", { type: "error", code: "rate_limited", message: "slow down" }])),
      'answer (200 with the event "error": type "error", code "rate_limited", message "slow down") has no error inside',
    ],
    [
      "an error event that tells its code and message alone",
      stream(events(...agentEvents, ["error", { thread_id: "t", code: "llm_unavailable", message: "no API key" }])),
      'answer (200 with the event "error": code "llm_unavailable", message "no API key") has no error inside',
    ],
    [
      "an error event that tells neither",
      stream(events(...agentEvents, ["error", { reference: 17 }])),
      'answer (200 with the event "error": "{\\"reference\\":17}") has no error inside',
    ],
    [
      "an error for a reply",
      stream(events(...agentEvents, ["message", { detail: "boom" }], "done")),
      'answer (200 with the event "message": detail "boom") has no error inside',
    ],
    [
      "an event that is missing",
      stream(events(started, ...others.slice(1), "message", "done")),
      "events (agent_started, tool_executing, tool_completed, agent_completed; missing: agent_thinking) are all five, in order",
    ],
    [
      "events out of order",
      stream(events(...others, started, "message", "done")),
      "events (agent_thinking, tool_executing, tool_completed, agent_completed, agent_started) are all five, in order",
    ],
    ["an empty reply", stream(events(...agentEvents, ["message", {}], "done")), 'reply ("") is a text with something in it'],
    [
      "an apology",
      stream(events(...agentEvents, ["message", { reply: { content: apology } }], "done")),
      'reply (says "Error code: 500") is no error',
    ],
  ])("%s", async (_what, answer, observed) => {
    platform({ "/api/chat/stream": answer });
    const report = await perform(chat);
    expect(report.outcomes).toEqual({ ...allPassed, "chat-stream": "failed" });
    expect(failedChecks(report)[0]).toBe(observed);
    expect(report.ends["chat-stream"]).toMatchObject({ exception: null, network: null });
  });

  test("what had come of it as evidence, when it was cut", async () => {
    platform({ "/api/chat/stream": cutOff(events(started), "read: connection reset by peer") });
    const { ends } = await perform(chat);
    expect(ends["chat-stream"]).toMatchObject({
      reason: "POST http://api/api/chat/stream: cut off after 31 bytes: read: connection reset by peer",
      evidence: { body: expect.stringContaining("agent_started") },
      contact: { answers: 1, remoteAddresses: ["127.0.0.1"] },
      measures: {},
    });
  });
});

describe("chat over the socket fails with", () => {
  const [first, second, rest] = [conversation.slice(0, 1), conversation.slice(1, 2), conversation.slice(2)];

  test.each<[string, object[], string]>([
    [
      "an event that is missing",
      [...first, ...rest],
      "events (agent_started, tool_executing, tool_completed, agent_completed; missing: agent_thinking) are all five, in order",
    ],
    [
      "events out of order",
      [...second, ...first, ...rest],
      "events (agent_thinking, agent_started, tool_executing, tool_completed, agent_completed) are all five, in order",
    ],
    [
      "a reply alone",
      [{ type: "agent_response", ...reply }],
      `events (none; missing: ${agentEvents.join(", ")}) are all five, in order`,
    ],
    [
      "an empty reply",
      [...conversation.slice(0, 5), { type: "agent_response", content: "" }],
      'reply ("") is a text with something in it',
    ],
    [
      "an apology",
      [...conversation.slice(0, 5), { type: "agent_response", content: apology }],
      'reply (says "Error code: 500") is no error',
    ],
  ])("%s", async (_what, said, observed) => {
    socketServer({ said });
    const report = await perform(chat);
    expect(report.outcomes).toEqual({ ...allPassed, "chat-socket": "failed" });
    expect(failedChecks(report)).toEqual([observed]);
  });

  test("an error, and how far the agent had got", async () => {
    socketServer({ said: [...first, { type: "error", code: "llm_unavailable", message: "The model gave no answer" }] });
    const { ends } = await perform(chat);
    expect(ends["chat-socket"]?.reason).toBe(
      "the server answered with an error: llm_unavailable The model gave no answer; before that agent_started",
    );
  });
});
