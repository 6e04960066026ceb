import { Readable } from "node:stream";
import { type Answer, eventStream } from "../http/answer.ts";
import { accountOf } from "../http/bearer.ts";
import { bodyOf } from "../http/body.ts";
import type { Call } from "../http/call.ts";
import { type AgentEvent, type AgentResponse, agentAtWork } from "../platform/agent.ts";
import type { Platform } from "../platform/platform.ts";
import { replyOf } from "./chat.ts";
import { questionSchema } from "./question.ts";

/** `POST /api/chat/stream`: the agent's events as they happen, then `message` with the reply, then `done`. */
export function chatStream(call: Call, platform: Platform): Answer {
  const account = accountOf(call, platform);
  const question = bodyOf(call, questionSchema);
  return eventStream(Readable.from(eventsOf(agentAtWork(platform, account, question))));
}

async function* eventsOf(messages: AsyncIterable<AgentEvent | AgentResponse>): AsyncGenerator<string> {
  for await (const message of messages) {
    if (message.type !== "agent_response") {
      yield eventOf(message.type, message);
    } else {
      yield eventOf("message", replyOf(message));
      yield eventOf("done", { thread_id: message.thread_id });
    }
  }
}

/** JSON has no raw line breaks, so one `data` line is enough. */
function eventOf(name: string, content: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(content)}\n\n`;
}
