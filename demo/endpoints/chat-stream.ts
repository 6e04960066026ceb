import { Readable } from "node:stream";
import type { Answer } from "../http/answer.ts";
import { bodyOf } from "../http/body.ts";
import type { Call } from "../http/call.ts";
import { eventOf, eventStream } from "../http/event-stream.ts";
import { traceIdOf } from "../http/trace.ts";
import { agentAtWork } from "../platform/agent.ts";
import { accountOf } from "../platform/authenticate.ts";
import type { Pace } from "../platform/pace.ts";
import type { Platform } from "../platform/platform.ts";
import { replyOf } from "./chat.ts";
import { questionSchema } from "./question.ts";
import { wordByWord } from "./word-by-word.ts";

/**
 * `POST /api/chat/stream`: the agent's events as they happen, then `message` with the reply, some words at a time, then `done`; or
 * `error`, with which it ends.
 */
export function chatStream(call: Call, platform: Platform): Answer {
  const account = accountOf(call, platform);
  const question = bodyOf(call, questionSchema);
  const messages = agentAtWork(platform, account, question, traceIdOf(call.headers["traceparent"]));
  return eventStream(Readable.from(eventsOf(messages, platform.pace)));
}

async function* eventsOf(messages: ReturnType<typeof agentAtWork>, pace: Pace): AsyncGenerator<string> {
  for await (const message of messages) {
    if (message.type !== "agent_response") {
      yield eventOf(message.type, message);
    } else {
      yield* wordByWord(eventOf("message", replyOf(message)), pace);
      yield eventOf("done", { thread_id: message.thread_id });
    }
  }
}
