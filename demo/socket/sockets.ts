import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { accountOfToken } from "../http/bearer.ts";
import { bodyLimit } from "../http/body.ts";
import { type Call, callOf } from "../http/call.ts";
import { applicationHeaders } from "../http/headers.ts";
import { Refusal, answerTo } from "../http/refusal.ts";
import type { Platform } from "../platform/platform.ts";
import { converse } from "./converse.ts";
import { acceptMutely, protocolOf, protocolsOffered, refuseUpgrade, tokenOf } from "./handshake.ts";
import { type Upgrade, refuse } from "./message.ts";

const goingAway = 1001;

/** The WebSocket side of the platform, on a server that has its HTTP side. */
export function attachSockets(server: Server, platform: Platform): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: bodyLimit,
    handleProtocols: (offered) => protocolOf(offered) ?? false,
  });
  const open = new Set<Duplex>();
  sockets.on("headers", (headers, { headers: asked }) => {
    headers.push(...Object.entries(applicationHeaders(asked)).map(([name, value]) => `${name}: ${value}`));
  });

  async function answer(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const call = callOf("GET", request.url ?? "/", request.headers);
    const upgrade = await platform.faults.upgrade(call, () => Promise.resolve(admit(call, request, platform)));
    if (socket.destroyed) return;
    if (upgrade.kind === "refuse") return refuseUpgrade(request, socket, upgrade.answer);
    if (upgrade.kind === "mute") return acceptMutely(request, socket);
    sockets.handleUpgrade(request, socket, head, (peer) => converse(peer, upgrade.account, platform));
  }

  server.on("upgrade", (request, socket, head) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    answer(request, socket, head).catch(() => socket.destroy());
  });
  return {
    close() {
      for (const peer of sockets.clients) peer.close(goingAway, "the platform stops");
      for (const socket of open) socket.destroy();
    },
  };
}

function admit(call: Call, request: IncomingMessage, platform: Platform): Upgrade {
  try {
    if (call.path !== "/ws") throw new Refusal(404, "Not Found");
    return { kind: "accept", account: accountOfToken(tokenOf(call.query, protocolsOffered(request)) ?? "", platform) };
  } catch (thrown) {
    return refuse(answerTo(thrown));
  }
}
