import type { Response } from "k6/http";
import { type Conversation, agentEvents, inOrder, missingEvents } from "../clients/conversation.ts";
import type { StreamedAnswer } from "../clients/stream.ts";
import type { StepContext } from "../kit/context.ts";
import { type Seen, isText, status } from "../kit/expect.ts";
import { show } from "../kit/show.ts";
import { firstAnswer } from "../rules/first-answer.ts";

/** What every reply is held to, by whatever way it came. */
export function replies({ content }: Pick<Conversation, "content">): Seen {
  return { passed: isText.test(content), observed: `reply (${show(content)}) ${isText.what}` };
}

/** An apology or an error message that is dressed as a reply. The patterns are those of rules/first-answer.ts. */
export function isNoErrorText({ content }: Pick<Conversation, "content">): Seen {
  const found = firstAnswer.errors.map((pattern) => pattern.exec(content)?.[0]).find(Boolean);
  return { passed: found === undefined, observed: `reply (says ${show(found)}) is no error` };
}

/** All five events of the agent came, in order. */
export function eventsInOrder({ events }: { events: readonly { type: string }[] }): Seen {
  const missing = missingEvents(events);
  const came = events.map(({ type }) => type).filter((type) => agentEvents.some((known) => known === type));
  const lack = missing.length > 0 ? `; missing: ${missing.join(", ")}` : "";
  return {
    passed: missing.length === 0 && inOrder(events),
    observed: `events (${came.join(", ") || "none"}${lack}) are all five, in order`,
  };
}

/** The stream was answered with 200 and came to its end. */
export function whole({ events, isDone, cutOff }: StreamedAnswer): (response: Response) => Seen {
  return (response) => {
    if (response.status !== 200 && cutOff === null) return status(200)(response);
    const last = events.at(-1)?.type;
    const how = `${cutOff ?? "ended"}; ${last === undefined ? "no event came" : `the last event was ${show(last)}`}`;
    return { passed: isDone && cutOff === null, observed: `stream (${how}) ends with "done"` };
  };
}

/** How long the user waited for the first byte of an answer over HTTP, and for all of it. */
export function measureTimes(s: StepContext, { timings }: Response): void {
  s.measure("first_byte_ms", timings.waiting);
  s.measure("full_answer_ms", timings.duration);
}
