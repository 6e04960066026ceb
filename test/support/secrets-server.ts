import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { Canaries } from "./secrets-canaries.ts";

/** A target that tells everything it knows, and whatever it is sent, in every answer. */
export interface TellingServer {
  url: string;
  /** Resolves when somebody waits for an answer of `/hang`. */
  waiting: Promise<void>;
  /** Ends that wait, and all that come. */
  release(): void;
  /** Headers and bodies that came, as one text. */
  received(): string;
  close(): Promise<void>;
}

export async function startTellingServer(canaries: Canaries): Promise<TellingServer> {
  const received: string[] = [];
  const held = new Set<ServerResponse>();
  let isHeld = true;
  const waiting = Promise.withResolvers<void>();
  const hold = (response: ServerResponse) => {
    if (isHeld) held.add(response);
    else response.end("{}");
    waiting.resolve();
  };
  const server = createServer((request, response) => {
    void answer(request, response, canaries, { received, hold });
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    received.push(`${request.url} ${JSON.stringify(request.headers)}`);
    if (request.url?.startsWith("/ws")) sockets.handleUpgrade(request, socket, head, (peer) => tell(peer, request, canaries));
    else socket.end(rejection(request, canaries));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    waiting: waiting.promise,
    release() {
      isHeld = false;
      for (const response of held) response.end("{}");
    },
    received: () => received.join("\n"),
    close: () =>
      new Promise((resolve) => {
        for (const peer of sockets.clients) peer.terminate();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Desk {
  received: string[];
  hold: (response: ServerResponse) => void;
}

async function answer(request: IncomingMessage, response: ServerResponse, canaries: Canaries, desk: Desk): Promise<void> {
  const { core, jwt } = canaries;
  const body = Buffer.concat(await request.toArray()).toString();
  desk.received.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  response.setHeader("content-type", "application/json");
  response.setHeader("set-cookie", [`session=${core("cookie")}; HttpOnly`, `other=${core("second cookie")}`]);
  response.setHeader("www-authenticate", `Bearer realm="x", error="token=${core("challenge")}"`);
  response.setHeader("server", `mark-server/1 (token=${core("response header")})`);
  response.setHeader("x-revision", "mark-revision");
  switch (path) {
    case "/auth/login":
      response.end(
        JSON.stringify({ access_token: jwt("access token"), refresh_token: core("refresh token"), user: { id: "u-1" } }),
      );
      return;
    case "/plants":
      response.end(JSON.stringify(plants(canaries)));
      return;
    case "/redirect":
      response
        .setHeader("location", `/landed?token=${core("redirect")}#access_token=${core("fragment")}`)
        .writeHead(302)
        .end();
      return;
    case "/hang":
      desk.hold(response);
      return;
    case "/cut":
      response.end(JSON.stringify({ note: `${"x".repeat(50)}${passwordIn(body)}`, session_token: core("opaque") }));
      return;
    case "/filled":
      response.end(`${"x".repeat(2_030)}${Buffer.from(passwordIn(body)).toString("base64")}`);
      return;
    default:
      response.writeHead(path === "/landed" ? 200 : 500).end(confession(request, canaries));
  }
}

/** Values for scripts to plant, under names that say what they are. */
function plants({ core, jwt }: Canaries): Record<string, string> {
  const names = ["query", "check", "step", "group", "refused", "socket", "console", "thrown", "bearer", "basic"];
  return {
    ...Object.fromEntries(names.map((name) => [`${name}_token`, core(`script's ${name}`)])),
    jwt_token: jwt("script's JWT"),
  };
}

/** What careless services answer: the request as it came, and where their database is. */
function confession({ headers, url }: IncomingMessage, { core, jwt }: Canaries): string {
  const asGo = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()]));
  return JSON.stringify({
    detail: `mark-detail ${jwt("JWT in a detail")}: ${url} password=${core("form in a detail")}`,
    headers,
    Header: asGo,
    database: `mark-database postgres://app:${core("database URL")}@db/app`,
    nested: JSON.stringify({ api_key: core("key in nested JSON"), note: `Authorization: Basic ${core("basic in nested JSON")}` }),
    cookies: { "set-cookie": [`sid=${core("cookie in a body")}`, `b=${core("second cookie in a body")}`] },
  });
}

function tell(peer: WebSocket, { url, headers }: IncomingMessage, { core, jwt }: Canaries): void {
  peer.on("error", () => undefined);
  peer.send(`mark-message ${url} authorization: Bearer ${core("socket message")}`);
  peer.send(JSON.stringify({ type: "hello", access_token: jwt("JWT in a message"), echo: headers }));
  setTimeout(() => peer.close(4_401, `mark-close token=${core("close reason")} is over`), 300);
}

function rejection({ headers, url }: IncomingMessage, { core }: Canaries): string {
  const body = JSON.stringify({ detail: `mark-rejected ${url} token=${core("rejection")}`, headers });
  const head = `Content-Type: application/json\r\nSet-Cookie: a=${core("cookie of a rejection")}`;
  return `HTTP/1.1 401 Unauthorized\r\n${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function passwordIn(body: string): string {
  return (JSON.parse(body) as { password: string }).password;
}
