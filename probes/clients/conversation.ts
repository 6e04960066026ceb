import type { TargetFields } from "../../worker/contract/config.ts";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import { nowMs } from "../kit/clock.ts";
import { StepFailure } from "../kit/failure.ts";
import { type Message, describeError, isError, nameMessage } from "../kit/message.ts";
import { valueAt } from "../kit/read.ts";
import type { Arrival } from "../kit/session.ts";
import { showMs } from "../kit/show.ts";
import type { Socket } from "../kit/socket.ts";

/** What an agent says of its work before it replies, in this order. */
export const agentEvents = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"] as const;

/** One event of an agent at work; `atMs` counts from when the question was sent. */
export interface AgentEvent {
  type: string;
  atMs: number;
}

/** A question over a WebSocket and all that came for it, up to the reply. Times in milliseconds from when it was sent. */
export interface Conversation {
  /** The reply's text; empty when it has none. */
  content: string;
  recommendations: string[];
  /** In the order in which they came, without the reply. */
  events: AgentEvent[];
  /** The first sign of an answer: an event, or else the reply. */
  firstEventMs: number;
  fullAnswerMs: number;
  eventsPerSecond: number;
  /** The longest time in which nothing came. */
  longestGapMs: number;
}

const replyType = "agent_response";
/** Messages of the socket that belong to no question. */
const unasked = new Set<unknown>(["connected", "ping", "pong"]);

/**
 * Asks over an open socket and listens until the reply. Costs LLM tokens. Rejects with the step's failure when the socket ends, an
 * `error` comes, or the reply does not come within `timeoutMs` (default 30 s); it names the events that did come.
 */
export async function ask(
  socket: Socket,
  { fields }: TargetSettings,
  { message, threadId }: { message: string; threadId: string },
  { timeoutMs = 30_000 }: { timeoutMs?: number } = {},
): Promise<Conversation> {
  const isOurs = (said: Message) => !unasked.has(said["type"]) && (valueAt(said, fields.threadId) ?? threadId) === threadId;
  const sentMs = nowMs();
  const wait: Wait = { deadlineMs: sentMs + timeoutMs, timeoutMs, events: [] };
  socket.send({ type: "chat", [fields.message]: message, [fields.threadId]: threadId });
  for (;;) {
    const { message: said, atMs } = await nextOf(socket, isOurs, wait);
    if (isError(said)) throw new StepFailure(`the server answered with ${describeError(said)}${cameBefore(wait.events)}`);
    if (said["type"] === replyType) return { ...replyOf(said, fields), ...timesOf(wait.events, atMs - sentMs) };
    wait.events.push({ type: typeof said["type"] === "string" ? said["type"] : nameMessage(said), atMs: atMs - sentMs });
  }
}

interface Wait {
  deadlineMs: number;
  timeoutMs: number;
  events: AgentEvent[];
}

/** Those of the agent's events that did not come, in their order. */
export function missingEvents(events: readonly { type: string }[]): string[] {
  return agentEvents.filter((wanted) => !events.some(({ type }) => type === wanted));
}

/**
 * Whether the agent's events that came are in order. Between start and completion it may think again and use further tools; other
 * events do not count.
 */
export function inOrder(events: readonly { type: string }[]): boolean {
  const places = events.map(({ type }) => agentEvents.findIndex((known) => known === type)).filter((place) => place >= 0);
  const firsts = [...new Set(places)];
  const isOnce = (place: number) => places.indexOf(place) === places.lastIndexOf(place);
  const [started, completed] = [0, agentEvents.length - 1];
  const endsWell = !places.includes(completed) || places.at(-1) === completed;
  return (
    firsts.every((place, nth) => nth === 0 || place > (firsts[nth - 1] ?? 0)) && isOnce(started) && isOnce(completed) && endsWell
  );
}

/** A timer may fire a fraction of a millisecond before its time. */
const earlyMs = 2;

async function nextOf(socket: Socket, where: (message: Message) => boolean, wait: Wait): Promise<Arrival> {
  const { deadlineMs, timeoutMs, events } = wait;
  try {
    return await socket.next({ where, timeoutMs: Math.ceil(Math.max(deadlineMs - nowMs(), 0)) });
  } catch (thrown) {
    if (!(thrown instanceof StepFailure)) throw thrown;
    const what = deadlineMs - nowMs() < earlyMs ? `no reply within ${showMs(timeoutMs)}` : thrown.reason;
    throw new StepFailure(`${what}${cameBefore(events)}`);
  }
}

/** More of them no reader wants, and a flood of names must not be what the run ends by. */
const mostNames = 20;

/** `; before that agent_started, agent_thinking`: how far the answer got. */
function cameBefore(events: readonly AgentEvent[]): string {
  if (events.length === 0) return "; no event came before";
  const counts = new Map<string, number>();
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
  const names = [...counts].slice(0, mostNames).map(([name, count]) => (count === 1 ? name : `${name} (${count} times)`));
  const rest = counts.size - names.length;
  return `; before that ${names.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function replyOf(said: Message, fields: TargetFields): Pick<Conversation, "content" | "recommendations"> {
  const content = valueAt(said, fields.socketReply);
  const recommendations = valueAt(said, fields.socketRecommendations);
  return {
    content: typeof content === "string" ? content : "",
    recommendations: Array.isArray(recommendations) ? recommendations.filter((each) => typeof each === "string") : [],
  };
}

function timesOf(events: AgentEvent[], fullAnswerMs: number): Omit<Conversation, "content" | "recommendations"> {
  const arrivals = [...events.map(({ atMs }) => atMs), fullAnswerMs];
  const gaps = arrivals.map((atMs, nth) => atMs - (arrivals[nth - 1] ?? 0));
  return {
    events,
    firstEventMs: arrivals[0] ?? fullAnswerMs,
    fullAnswerMs,
    eventsPerSecond: fullAnswerMs > 0 ? (events.length * 1_000) / fullAnswerMs : 0,
    longestGapMs: Math.max(...gaps),
  };
}
