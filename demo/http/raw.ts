import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Answer } from "./answer.ts";

/** Status line and headers, as they go over the wire. */
export function head(status: number, headers: Record<string, string>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n`;
}

/** Answers on a connection that HTTP has lost hold of, with just these headers, and ends it. A stream as body is left out. */
export function hangUpWith(socket: Duplex, { status, headers, body }: Omit<Answer, "from">): void {
  const text = typeof body === "string" ? body : "";
  socket.once("finish", () => socket.destroy());
  socket.end(head(status, { ...headers, "content-length": String(Buffer.byteLength(text)), connection: "close" }) + text);
}
