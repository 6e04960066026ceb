/** One event of a stream. */
export interface ServerEvent {
  /** `message` when the stream does not say. */
  event: string;
  data: string;
  /** `data` as JSON; `undefined`: it is none. */
  json: unknown;
}

/** A body of `text/event-stream` as far as it came. */
export interface EventStream {
  events: ServerEvent[];
  /** What came of an event that did not come whole. */
  rest: string;
}

/** Parses server-sent events by the HTML standard, section 9.2.6: an event counts when the blank line after it came. */
export function parseEvents(body: string): EventStream {
  const blocks = body
    .replace(/^\uFEFF/, "")
    .replaceAll(/\r\n?/g, "\n")
    .split(/\n{2,}/);
  const rest = blocks.pop() ?? "";
  return { events: blocks.flatMap((block) => eventOf(block.split("\n"))), rest: rest.trim() };
}

/** A block without data, such as a comment that keeps the connection alive, is no event. */
function eventOf(lines: string[]): ServerEvent[] {
  const fields = lines.map((line) => /^([^:]*)(?:: ?(.*))?$/s.exec(line)).map((match) => [match?.[1], match?.[2] ?? ""] as const);
  const data = fields.filter(([name]) => name === "data").map(([, text]) => text);
  const event = fields.findLast(([name]) => name === "event")?.[1] || "message";
  return data.length === 0 ? [] : [{ event, data: data.join("\n"), json: parsed(data.join("\n")) }];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
