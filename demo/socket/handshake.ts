import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Answer } from "../http/answer.ts";
import { head, hangUpWith } from "../http/raw.ts";
import { headersOf } from "../platform/headers.ts";

const prefix = "jwt.";

/** The token of a request for a WebSocket: `?token=`, or a subprotocol `jwt.TOKEN`. `null`: neither. */
export function tokenOf(query: URLSearchParams, protocols: Iterable<string>): string | null {
  return query.get("token") ?? protocolOf(protocols)?.slice(prefix.length) ?? null;
}

/** The subprotocol to answer with. */
export function protocolOf(offered: Iterable<string>): string | null {
  return [...offered].find((protocol) => protocol.startsWith(prefix)) ?? null;
}

export function protocolsOffered({ headers }: IncomingMessage): string[] {
  return (headers["sec-websocket-protocol"] ?? "").split(",").map((protocol) => protocol.trim());
}

/** Answers a request for a WebSocket with something else, and hangs up. */
export function refuseUpgrade(request: IncomingMessage, socket: Duplex, answer: Answer): void {
  hangUpWith(socket, { ...answer, headers: headersOf(answer, request.headers) });
}

/** Completes the handshake, with these headers besides, and never says a word; what comes is thrown away until the peer hangs up. */
export function acceptMutely(request: IncomingMessage, socket: Duplex, besides: Record<string, string>): void {
  const key = `${request.headers["sec-websocket-key"] ?? ""}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const protocol = protocolOf(protocolsOffered(request));
  const headers = {
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-accept": createHash("sha1").update(key).digest("base64"),
    ...(protocol === null ? {} : { "sec-websocket-protocol": protocol }),
    ...besides,
  };
  socket.write(head(101, headers));
  socket.once("end", () => socket.destroy());
  socket.resume();
}
