import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Answer } from "../http/answer.ts";
import { bodyLimit } from "../http/body.ts";
import { type Call, callOf } from "../http/call.ts";
import { Refusal, answerTo } from "../http/refusal.ts";
import { sessionOfToken } from "../platform/authenticate.ts";
import { type Upgraded, answerUpgrade } from "../platform/front.ts";
import { applicationHeaders } from "../platform/headers.ts";
import type { Platform } from "../platform/platform.ts";
import type { Session } from "../platform/session.ts";
import { type Accepted, type Upgrade, refuse } from "../platform/upgrade.ts";
import { converse } from "./converse.ts";
import { acceptMutely, protocolOf, protocolsOffered, refuseUpgrade, tokenOf } from "./handshake.ts";
import { sessionEnd } from "./session-end.ts";

/** Codes by which the server closes. */
const closes = { goingAway: 1001, policyViolation: 1008, serviceRestart: 1012 } as const;
/** How often it is looked whether those who are connected may still be. */
const reviewMs = 500;

/** The WebSocket side of the platform, on a server that has its HTTP side. */
export function attachSockets(server: Server, platform: Platform): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: bodyLimit,
    handleProtocols: (offered) => protocolOf(offered) ?? false,
  });
  const open = new Set<Duplex>();
  const sessions = new Map<WebSocket, Session>();
  const greetings = new WeakMap<IncomingMessage, Record<string, string>>();
  sockets.on("headers", (lines, request) => {
    lines.push(...Object.entries(greetings.get(request) ?? {}).map(([name, value]) => `${name}: ${value}`));
  });

  async function answer(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const call = callOf("GET", request.url ?? "/", request.headers);
    const { upgrade, instance, headers } = await answerUpgrade(platform, call, () => admit(call, request, platform));
    if (socket.destroyed) return;
    if (upgrade.kind === "refuse") return refuseUpgrade(request, socket, from(upgrade.answer, headers));
    const greeting = { ...applicationHeaders(request.headers), ...headers };
    if (upgrade.kind === "mute") {
      hold(instance, socket, () => socket.destroy());
      return acceptMutely(request, socket, greeting);
    }
    greetings.set(request, greeting);
    sockets.handleUpgrade(request, socket, head, (peer) => {
      const restart = () => peer.close(closes.serviceRestart, "the service restarts");
      hold(instance, socket, (how) => (how === "stopped" ? restart() : peer.terminate()));
      talk(peer, upgrade, call);
    });
  }
  function talk(peer: WebSocket, accepted: Accepted, call: Call): void {
    sessions.set(peer, accepted.session);
    peer.once("close", () => sessions.delete(peer));
    converse(peer, accepted, call, platform);
  }
  function review(): void {
    for (const [peer, session] of sessions) {
      const end = sessionEnd(session, platform, Date.now());
      if (end !== null) peer.close(closes.policyViolation, end);
    }
  }

  server.on("upgrade", (request, socket, head) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    answer(request, socket, head).catch(() => socket.destroy());
  });
  const reviewing = setInterval(review, reviewMs).unref();
  return {
    close() {
      clearInterval(reviewing);
      for (const peer of sockets.clients) peer.close(closes.goingAway, "the platform stops");
      for (const socket of open) socket.destroy();
    },
  };
}

/** An answer of the instance that put these headers on it, also when a fault had the last word. */
function from(answer: Answer, headers: Record<string, string>): Answer {
  return answer.from === "application" ? { ...answer, headers: { ...headers, ...answer.headers } } : answer;
}

/** A socket belongs to one instance, and ends with it. */
function hold(instance: Upgraded["instance"], socket: Duplex, end: (how: "stopped" | "killed") => void): void {
  if (instance) socket.once("close", instance.hold(end));
}

function admit(call: Call, request: IncomingMessage, platform: Platform): Upgrade {
  try {
    if (call.path !== "/ws") throw new Refusal(404, "Not Found");
    const token = tokenOf(call.query, protocolsOffered(request));
    if (token === null) throw new Refusal(401, "Not authenticated");
    return { kind: "accept", session: sessionOfToken(token, platform, "backend", call.headers["traceparent"]) };
  } catch (thrown) {
    return refuse(answerTo(thrown));
  }
}
