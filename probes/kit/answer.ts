import type { Response } from "k6/http";
import { byteLength } from "./byte-length.ts";
import { headerOf, jsonOf, textOf, valueAt } from "./read.ts";
import { show } from "./show.ts";

/** Whether a check's subject is an HTTP response. */
export function isResponse(subject: unknown): subject is Response {
  return subject !== null && typeof subject === "object" && "status" in subject && "headers" in subject && "timings" in subject;
}

/** The status in few words: `503`, or why there was none. */
export function showStatus(response: Response): string {
  return response.status === 0 ? `none: ${cutOff(response) ?? response.error}` : String(response.status);
}

/**
 * How an answer ended in its middle: `cut off after 33 bytes: unexpected EOF`. `null`: it came whole, or there was none. k6 1.8.1 gives
 * such an answer status 0 and no headers, and what had come as its body (test/cut-off.test.ts).
 */
export function cutOff(response: Pick<Response, "status" | "error" | "body">): string | null {
  const body = textOf(response);
  return response.status === 0 && body !== "" ? `cut off after ${byteLength(body)} bytes: ${response.error}` : null;
}

/** What an error answer says of itself: the application's `detail` or `message`, or the front's plain text. `null`: nothing. */
export function detailOf(response: Pick<Response, "body" | "headers">): string | null {
  const json = jsonOf(response);
  for (const path of ["detail", "message", "error", "error.message"]) {
    const said = valueAt(json, path);
    if (typeof said === "string" && said !== "") return cut(said);
  }
  const isPlain = headerOf(response, "content-type")?.startsWith("text/plain") === true;
  return isPlain && textOf(response).trim() !== "" ? cut(textOf(response).trim()) : null;
}

/** The body in few words: `text/html "<html>…"`. */
export function showBody(response: Response): string {
  const type = (headerOf(response, "content-type") ?? "no content type").replace(/;.*$/s, "");
  return `${type} ${show(textOf(response))}`;
}

function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
