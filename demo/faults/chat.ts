import { Readable } from "node:stream";
import type { Answer } from "../http/answer.ts";
import { eventOf } from "../http/event-stream.ts";
import type { Fault } from "./fault.ts";

const exception =
  "Error code: 500 - {'error': {'message': 'The server had an error while processing your request', 'type': 'server_error'}}";
const problem = { error: `InternalServerError: ${exception}`, code: "llm_error" };
const apology = `I'm sorry, I ran into a problem while working on your request: InternalServerError: ${exception}`;

export const chatFaults = {
  "error-in-200": {
    says: "Chat answers 200 with an error inside: in the body, as an event of the stream, as an apology over the socket.",
    begin: (_pace, log) => ({
      async http({ path }, next) {
        const answer = await next();
        if (answer.status !== 200) return answer;
        if (path === "/api/chat") return { ...answer, body: JSON.stringify(problem) };
        return path === "/api/chat/stream" ? brokenOff(answer) : answer;
      },
      reply(_reply, traceId) {
        log.write({ severity: "ERROR", service: "backend", traceId, component: "llm", message: `openai.${problem.error}` });
        return { content: apology, recommendations: [] };
      },
    }),
  },
  "chat-empty": {
    says: "Chat answers 200, and the reply is empty.",
    begin: () => ({ reply: () => ({ content: "", recommendations: [] }) }),
  },
} as const satisfies Record<string, Fault>;

/** An event stream whose reply is an error event. */
function brokenOff(answer: Answer): Answer {
  return typeof answer.body === "string" ? answer : { ...answer, body: Readable.from(eventsOf(answer.body)) };
}

async function* eventsOf(stream: Readable): AsyncGenerator<string> {
  for await (const chunk of stream) {
    const isReply = String(chunk).startsWith("event: message\n");
    yield isReply ? eventOf("error", problem) : String(chunk);
    if (isReply) return;
  }
}
