import { type Answer, json } from "../http/answer.ts";
import { bodyOf } from "../http/body.ts";
import type { Call } from "../http/call.ts";
import { Refusal } from "../http/refusal.ts";
import { traceIdOf } from "../http/trace.ts";
import { type AgentResponse, agent, agentAtWork, refusalOf } from "../platform/agent.ts";
import { accountOf } from "../platform/authenticate.ts";
import type { Platform } from "../platform/platform.ts";
import { questionSchema } from "./question.ts";

/** `POST /api/chat`: the whole reply at once. */
export async function chat(call: Call, platform: Platform): Promise<Answer> {
  const account = accountOf(call, platform);
  const question = bodyOf(call, questionSchema);
  for await (const message of agentAtWork(platform, account, question, traceIdOf(call.headers["traceparent"]))) {
    if (message.type === "error") throw refusalOf(message);
    if (message.type === "agent_response") return json(200, replyOf(message));
  }
  throw new Refusal(503, "The agent gave no response.");
}

/** A response as HTTP carries it. */
export function replyOf({ thread_id, content, recommendations }: AgentResponse) {
  return { thread_id, reply: { content, recommendations }, agent };
}
