import type { WebSocket } from "ws";
import type { Call } from "../http/call.ts";
import { traceIdOf } from "../http/trace.ts";
import { agentAtWork } from "../platform/agent.ts";
import type { Message } from "../platform/message.ts";
import type { Platform } from "../platform/platform.ts";
import type { Accepted } from "../platform/upgrade.ts";
import { type Heard, hear } from "./hear.ts";

/** Messages that may wait for one peer, and questions that are worked on at once for it. */
const mostWaiting = 200;
const mostQuestions = 4;
const tryAgainLater = 1013;

/** Talks with one user until the socket ends. `call` is the request that opened it. */
export function converse(peer: WebSocket, { session, cutAfter }: Accepted, { headers }: Call, platform: Platform): void {
  const { account } = session;
  const traceId = traceIdOf(headers["traceparent"]);
  const say = createSpeech(peer, platform, ({ type }) => {
    if (type !== cutAfter) return;
    const message = "WebSocket task of the agent's event bridge was cancelled: the connection is lost";
    platform.log.write({ severity: "ERROR", service: "backend", traceId, component: "websocket", message });
    peer.terminate();
  });
  let questions = 0;

  async function work(question: Extract<Heard, { kind: "chat" }>["question"]): Promise<void> {
    questions += 1;
    try {
      for await (const message of agentAtWork(platform, account, question, traceId)) {
        if (peer.readyState !== peer.OPEN) return;
        await say(message);
      }
    } finally {
      questions -= 1;
    }
  }
  function answer(heard: Heard): Promise<void> {
    if (heard.kind === "ping") return say({ type: "pong", ...(heard.id === undefined ? {} : { id: heard.id }) });
    if (heard.kind === "unclear") return say({ type: "error", code: heard.code, message: heard.message });
    if (questions < mostQuestions) return work(heard.question);
    return say({ type: "error", code: "busy", message: `At most ${mostQuestions} questions at once: wait for an answer.` });
  }

  // A frame that breaks the protocol, or is too big: ws closes with the code for it.
  peer.on("error", () => undefined);
  peer.on("message", (frame, isBinary) => {
    const text = isBinary || !Buffer.isBuffer(frame) ? null : frame.toString("utf8");
    answer(hear(text)).catch(() => peer.terminate());
  });
  say({ type: "connected", user_id: account.id }).catch(() => peer.terminate());
}

/**
 * Sends messages in the order in which they were said, however long each takes, and tells of each that is on its way. A peer that makes
 * us say too much is sent away.
 */
function createSpeech(
  peer: WebSocket,
  { faults }: Platform,
  sent: (message: Message) => void,
): (message: Message) => Promise<void> {
  let said = Promise.resolve();
  let waiting = 0;
  return (message) => {
    if (waiting >= mostWaiting) peer.close(tryAgainLater, "too many messages at once");
    if (peer.readyState !== peer.OPEN) return said;
    waiting += 1;
    said = speak(said, message);
    return said;
  };
  async function speak(before: Promise<void>, message: Message): Promise<void> {
    await before;
    for (const each of await faults.say(message)) {
      await send(peer, each);
      sent(each);
    }
    waiting -= 1;
  }
}

/** Resolves when the message is on its way, or the socket has ended. */
function send(peer: WebSocket, message: Message): Promise<void> {
  return new Promise((resolve) => peer.send(JSON.stringify(message), () => resolve()));
}
