import type { Readable } from "node:stream";
import type { Answer } from "./answer.ts";

/** An answer of server-sent events, as they come. */
export function eventStream(body: Readable): Answer {
  const headers = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" };
  return { from: "application", status: 200, headers, body };
}

/** One event. JSON has no raw line breaks, so one `data` line is enough. */
export function eventOf(name: string, content: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(content)}\n\n`;
}
