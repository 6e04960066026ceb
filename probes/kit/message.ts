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

export function isError(message: Message): boolean {
  return message["type"] === "error";
}

/** `an error: llm_unavailable The model gave no answer`: code and message, as far as it has them. */
export function describeError(message: Message): string {
  const said = [message["code"], message["message"]].filter((part) => typeof part === "string" || typeof part === "number");
  return `an error${said.length > 0 ? `: ${said.join(" ")}` : ""}`;
}
