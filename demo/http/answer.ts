import type { Readable } from "node:stream";

/** What goes back over HTTP. The application puts headers of its own on its answers; the front has none of them. */
export interface Answer {
  from: "application" | "front";
  status: number;
  headers: Record<string, string>;
  body: string | Readable;
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  const type = { "content-type": "application/json; charset=utf-8" };
  return { from: "application", status, headers: { ...type, ...headers }, body: JSON.stringify(value) };
}

export function noContent(): Answer {
  return { from: "application", status: 204, headers: {}, body: "" };
}

/** An answer of the load balancer's own. */
export function frontText(status: number, text: string): Answer {
  return { from: "front", status, headers: { "content-type": "text/plain; charset=utf-8", server: "front" }, body: text };
}

export function frontPage(status: number, html: string): Answer {
  return { from: "front", status, headers: { "content-type": "text/html; charset=utf-8", server: "front" }, body: html };
}
