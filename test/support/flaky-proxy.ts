import { once } from "node:events";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What the proxy does with a request. Only the last four pass it on. */
export type Mode =
  | { kind: "status"; status: number; body?: string; headers?: Record<string, string> }
  | /** The head and some of the body, then the connection breaks. */ { kind: "half" }
  | /** Bytes that are no HTTP. */ { kind: "garbage" }
  | /** A page of a captive portal's, with status 200. */ { kind: "portal" }
  | /** Closes the connection without a word. */ { kind: "nothing" }
  | /** Takes the request and never answers. */ { kind: "silent" }
  | /** 413 above so many bytes. */ { kind: "limit"; bytes: number }
  | { kind: "slow"; delayMs: number }
  | /** InfluxDB gets it, and its answer is lost. */ { kind: "lost-answer" }
  | { kind: "pass" };

export interface FlakyProxy {
  url: string;
  mode: Mode;
  /** Arrival times and paths, oldest first. */
  requests: { atMs: number; path: string; bytes: number }[];
  close(): Promise<void>;
}

/** Stands between a client and `upstream` (a base URL) on a free loopback port. Passes on until told otherwise. */
export async function startFlakyProxy(upstream: string): Promise<FlakyProxy> {
  const server = createServer({ keepAliveTimeout: 1_000 });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const proxy: FlakyProxy = {
    url: `http://127.0.0.1:${port}`,
    mode: { kind: "pass" },
    requests: [],
    close: () => close(server),
  };
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    answer(proxy, upstream, request, response).catch(() => response.destroy());
  });
  return proxy;
}

async function answer(proxy: FlakyProxy, upstream: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat(await request.toArray());
  const { mode } = proxy;
  proxy.requests.push({ atMs: Date.now(), path: request.url ?? "", bytes: body.byteLength });
  switch (mode.kind) {
    case "status":
      response.writeHead(mode.status, { "content-type": "text/plain", ...mode.headers }).end(mode.body ?? "no");
      return;
    case "half":
      response.writeHead(400, { "content-type": "application/json", "content-length": "100" });
      response.write('{"error":"partial wri', () => response.destroy());
      return;
    case "garbage":
      request.socket.end("\u0000\u0001 SSH-2.0-not http at all\r\n\r\n");
      return;
    case "portal":
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Please sign in to the network</html>");
      return;
    case "nothing":
      request.socket.destroy();
      return;
    case "silent":
      return;
    case "limit":
      if (body.byteLength <= mode.bytes) return forward(upstream, request, body, response);
      response.writeHead(413, { "content-type": "text/html" }).end("<html>413 Request Entity Too Large");
      return;
    case "slow":
      await sleep(mode.delayMs);
      return forward(upstream, request, body, response);
    case "lost-answer":
      await pass(upstream, request, body);
      response.destroy();
      return;
    case "pass":
      return forward(upstream, request, body, response);
  }
}

async function forward(upstream: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  const answered = await pass(upstream, request, body);
  const text = await answered.text();
  const kept = [...answered.headers].filter(([name]) => name === "content-type" || name.startsWith("x-"));
  response.writeHead(answered.status, Object.fromEntries(kept));
  response.end(answered.status === 204 ? undefined : text);
}

function pass(upstream: string, { method = "GET", url = "/", headers }: IncomingMessage, body: Buffer): Promise<Response> {
  const { authorization = "", "content-type": type = "text/plain" } = headers;
  return fetch(`${upstream}${url}`, {
    method,
    headers: { "content-type": type, ...(authorization === "" ? {} : { authorization }) },
    ...(method === "GET" ? {} : { body: new Uint8Array(body) }),
  });
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
