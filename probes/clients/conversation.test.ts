import { describe, expect, test } from "vitest";
import { type Conversation, agentEvents, ask, inOrder, missingEvents } from "./conversation.ts";
import { declare } from "../kit/declare.ts";
import { journey } from "../kit/journey.ts";
import { target } from "../stubs/env.ts";
import { play } from "../stubs/play.ts";
import { WebSocket } from "../stubs/websockets.ts";

const question = { message: "How?", threadId: "t-1" };
const events = agentEvents.map((type) => ({ type, thread_id: "t-1" }));
const started = { type: "agent_started", thread_id: "t-1" };
const reply = { type: "agent_response", thread_id: "t-1", content: "So.", recommendations: ["a", "b"] };

/** Asks a server that says these, each so many milliseconds after the one before; a number is a close code. */
async function asking(said: readonly (object | number)[], everyMs = 100, timeoutMs?: number) {
  let sent: unknown = null;
  WebSocket.opened = (socket) => {
    socket.onSend = (text) => {
      sent = JSON.parse(text);
      for (const [nth, each] of said.entries()) setTimeout(() => say(each), (nth + 1) * everyMs);
    };
    const say = (each: object | number) =>
      typeof each === "number" ? socket.play("close", { code: each }) : socket.play("message", { data: JSON.stringify(each) });
    socket.play("open");
  };
  let conversation: Conversation | undefined;
  const report = await play(
    journey(declare({ steps: { ask: {} } }), async ({ step }) => {
      conversation = await step("ask", async (s) =>
        ask(await s.socket("ws://api/ws"), target, question, timeoutMs === undefined ? {} : { timeoutMs }),
      );
    }),
  );
  return { conversation, sent, end: report.ends["ask"] };
}

test("sends the question and gives the reply with the events and their times", async () => {
  const { conversation, sent } = await asking([...events, reply]);
  expect(sent).toEqual({ type: "chat", message: "How?", thread_id: "t-1" });
  const times = [100, 200, 300, 400, 500];
  expect(conversation).toMatchObject({ content: "So.", recommendations: ["a", "b"] });
  expect(conversation?.events.map(({ type }) => type)).toEqual(agentEvents);
  for (const [nth, { atMs }] of (conversation?.events ?? []).entries()) expect(atMs).toBeCloseTo(times[nth] ?? 0, 0);
  expect(conversation?.firstEventMs).toBeCloseTo(100, 0);
  expect(conversation?.fullAnswerMs).toBeCloseTo(600, 0);
  expect(conversation?.longestGapMs).toBeCloseTo(100, 0);
  expect(conversation?.eventsPerSecond).toBeCloseTo(5 / 0.6, 1);
});

test("times messages when they come, not when somebody takes them", async () => {
  const { conversation } = await asking([...events.slice(0, 2), { type: "pong" }, { type: "pong" }, { type: "pong" }, reply]);
  expect(conversation?.longestGapMs).toBeCloseTo(400, 0);
  expect(conversation?.events).toHaveLength(2);
});

test("leaves out what is not of its thread, and keeps events that it does not know", async () => {
  const other = { ...reply, thread_id: "t-2", content: "Not yours." };
  const { conversation } = await asking([
    other,
    { type: "agent_note", thread_id: "t-1" },
    {},
    { ...reply, thread_id: undefined },
  ]);
  expect(conversation).toMatchObject({ content: "So." });
  expect(conversation?.events.map(({ type }) => type)).toEqual(["agent_note", "one without a type"]);
});

test("takes a reply without text, and texts alone for recommendations", async () => {
  const { conversation } = await asking([{ type: "agent_response", recommendations: ["a", 1, null] }]);
  expect(conversation).toMatchObject({ content: "", recommendations: ["a"], events: [] });
  expect(conversation?.firstEventMs).toBeCloseTo(100, 0);
});

describe("fails the step with how far the answer got", () => {
  test.each<[string, readonly (object | number)[], number | undefined, string]>([
    ["nothing comes", [], undefined, "no reply within 30 s; no event came before"],
    [
      "the reply does not come in time",
      events.slice(0, 2),
      10_000,
      "no reply within 10 s; before that agent_started, agent_thinking",
    ],
    [
      "events come for ever",
      Array.from({ length: 60 }, () => ({ type: "agent_token" })),
      5_000,
      "no reply within 5 s; before that agent_token (50 times)",
    ],
    [
      "every event has a name of its own",
      [...Array.from({ length: 25 }, (_, nth) => ({ type: `token_${nth}` })), { type: "error", code: "flood" }],
      undefined,
      `the server answered with an error: flood; before that ${Array.from({ length: 20 }, (_, nth) => `token_${nth}`).join(", ")} and 5 more`,
    ],
    ["the socket closes", [started, 1011], undefined, "closed with 1011 internal error; before that agent_started"],
    ["the socket is dropped", [1006], undefined, "connection dropped without a close frame; no event came before"],
    [
      "an error comes",
      [started, { type: "error", code: 429, message: "slow down", thread_id: "t-1" }],
      undefined,
      "the server answered with an error: 429 slow down; before that agent_started",
    ],
  ])("when %s", async (_when, said, timeoutMs, reason) => {
    const { end, conversation } = await asking(said, 99.5, timeoutMs);
    expect(conversation).toBeUndefined();
    expect(end).toMatchObject({ outcome: "failed", exception: null });
    expect(end?.reason?.replace(/\b(49|51) times/, "50 times")).toBe(reason);
  });
});

const named = (...names: string[]) => names.map((type) => ({ type }));
const [begun, thinking, executing, completed, ended] = agentEvents;

test.each<[string, string[], boolean]>([
  ["all five", [...agentEvents], true],
  ["none", [], true],
  ["some of them", [begun, executing, ended], true],
  ["others in between", [begun, "agent_token", thinking, "agent_token", ended, "usage"], true],
  ["two tools", [begun, thinking, executing, completed, thinking, executing, completed, ended], true],
  ["thinking before the start", [thinking, begun, ended], false],
  ["a tool that completed before it was executed", [begun, completed, executing, ended], false],
  ["a completion that is not the last", [begun, thinking, ended, thinking], false],
  ["a start that comes twice", [begun, begun, ended], false],
  ["a completion that comes twice", [begun, ended, ended], false],
])("%s of the agent's events: in order is %s %s", (_what, names, wanted) => {
  expect(inOrder(named(...names))).toBe(wanted);
});

test("names the events that are missing, in their order", () => {
  expect(missingEvents(named(completed, "other", begun))).toEqual([thinking, executing, ended]);
  expect(missingEvents(named(...agentEvents))).toEqual([]);
});
