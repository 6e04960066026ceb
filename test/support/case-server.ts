import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";

/** What the scripts of the cases talk to: every way a target can answer, or not. */
export interface CaseServer {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  /** Resolves when the next request for this path has arrived. */
  asked(path: string): Promise<IncomingMessage>;
  close(): Promise<void>;
}

const answers: Record<string, (response: ServerResponse) => void> = {
  "/ok": (response) => void response.setHeader("content-type", "application/json").end('{"a":1}'),
  "/not-json": (response) => void response.end("<html>welcome</html>"),
  "/down": (response) => void response.writeHead(503).end("<html>down</html>"),
  "/slow": (response) => void setTimeout(() => response.end("slow"), 300),
  "/hang": () => undefined,
  "/endless": sendForEver,
  "/to-metadata": (response) => void response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
};

export async function startCaseServer(): Promise<CaseServer> {
  const requests = new EventEmitter();
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on("connection", (socket) => socket.on("message", (text: Buffer) => socket.send(text, { binary: false })));
  const upgraded = new Set<Duplex>();
  const server = createServer((request, response) => {
    const path = pathOf(request);
    requests.emit(path, request);
    const answer = answers[path] ?? (() => void response.writeHead(404).end());
    answer(response);
  });
  server.on("upgrade", (request, socket, head) => {
    upgraded.add(socket);
    if (pathOf(request) === "/mute") acceptAndSaySoNeverAgain(request, socket);
    else if (pathOf(request) === "/echo")
      sockets.handleUpgrade(request, socket, head, (peer) => sockets.emit("connection", peer));
    else socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: (path) => new Promise((resolve) => requests.once(path, resolve)),
    close: async () => {
      for (const socket of upgraded) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pathOf({ url = "/" }: IncomingMessage): string {
  return new URL(url, "http://localhost").pathname;
}

function sendForEver(response: ServerResponse): void {
  const chunk = Buffer.alloc(1_048_576, "x");
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  more();
}

/** Upgrades, and answers nothing from then on, the close frame included. */
function acceptAndSaySoNeverAgain(request: IncomingMessage, socket: Duplex): void {
  const accept = createHash("sha1")
    .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on("error", () => undefined);
  socket.resume();
}
