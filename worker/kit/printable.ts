import { stripVTControlCharacters } from "node:util";

/** Control characters, and marks that turn the direction of text: a target must not steer the reader's terminal. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g;

/** Text from outside, safe for one line of a terminal; at most `width` characters, with an ellipsis when cut. */
export function printable(text: string, width = Number.POSITIVE_INFINITY): string {
  const line = stripVTControlCharacters(text).replaceAll(unsafe, " ").trim();
  return line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line;
}

/** What `JSON.stringify` leaves as it is. */
const unsafeInJson = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The same JSON, with what must not reach a terminal as it is escaped. */
export function escapeUnprintable(json: string): string {
  return json.replaceAll(unsafeInJson, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
