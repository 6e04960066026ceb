import type { Response } from "k6/http";
import type { TargetSettings } from "../../worker/contract/settings.ts";
import { cutOff } from "../kit/answer.ts";
import { parseEvents } from "../kit/events.ts";
import { textOf, valueAt } from "../kit/read.ts";

/** What a chat said over server-sent events: the agent's events, `message` with the reply, `done`. */
export interface StreamedAnswer {
  /** Of the reply; empty when none came. */
  content: string;
  recommendations: string[];
  /** All that came, in order, `message` and `done` included. */
  events: { type: string }[];
  /** `done` was the last. */
  isDone: boolean;
  /** How the connection ended in the middle of it; `null`: the server ended the stream itself. */
  cutOff: string | null;
}

/** Reads a stream as far as it came. */
export function readStream(response: Response, { fields }: TargetSettings): StreamedAnswer {
  const { events } = parseEvents(textOf(response));
  const reply = events.findLast(({ event }) => event === "message")?.json;
  const content = valueAt(reply, fields.reply);
  const recommendations = valueAt(reply, fields.recommendations);
  return {
    content: typeof content === "string" ? content : "",
    recommendations: Array.isArray(recommendations) ? recommendations.filter((each) => typeof each === "string") : [],
    events: events.map(({ event }) => ({ type: event })),
    isDone: events.at(-1)?.event === "done",
    cutOff: cutOff(response),
  };
}
