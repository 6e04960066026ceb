import { show } from "./show.ts";

/** A message of a socket: the JSON object it holds, or `{ text }` for another text, `{ binary: true }` for bytes. */
export type Message = Readonly<Record<string, unknown>>;

export function parseMessage(data: unknown): Message {
  if (typeof data !== "string") return { binary: true };
  try {
    const value: unknown = JSON.parse(data);
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return { ...value };
  } catch {
    // Not JSON: told as what it is.
  }
  return { text: data };
}

/** A message in few words: its type, or its beginning. */
export function nameMessage(message: Message): string {
  if (typeof message["type"] === "string") return show(message["type"]);
  return typeof message["text"] === "string" ? `the text ${show(message["text"])}` : "one without a type";
}
