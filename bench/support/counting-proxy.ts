import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What passed on its way to InfluxDB. */
export interface CountingProxy extends AsyncDisposable {
  url: string;
  points: number;
  /** Of line protocol. */
  bytes: number;
  /** Points by measurement. */
  measurements: Map<string, number>;
}

/** Stands before an InfluxDB on a free loopback port, and counts the lines that are written to it. */
export async function startCountingProxy(upstream: string): Promise<CountingProxy> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const proxy: CountingProxy = {
    url: `http://127.0.0.1:${port}`,
    points: 0,
    bytes: 0,
    measurements: new Map(),
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    pass(proxy, upstream, request, response).catch(() => response.destroy());
  });
  return proxy;
}

async function pass(proxy: CountingProxy, upstream: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url = "/", headers } = request;
  const body = Buffer.concat(await request.toArray());
  if (url.startsWith("/write")) count(proxy, body.toString());
  const answered = await fetch(`${upstream}${url}`, {
    method,
    headers: { "content-type": headers["content-type"] ?? "text/plain" },
    ...(method === "GET" ? {} : { body: new Uint8Array(body) }),
  });
  const text = await answered.text();
  response.writeHead(answered.status, { "content-type": answered.headers.get("content-type") ?? "text/plain" });
  response.end(answered.status === 204 ? undefined : text);
}

function count(proxy: CountingProxy, body: string): void {
  const lines = body.split("\n").filter((line) => line !== "");
  proxy.points += lines.length;
  proxy.bytes += Buffer.byteLength(body);
  for (const line of lines) {
    const measurement = /^(?:[^,\\ ]|\\.)+/.exec(line)?.[0] ?? "";
    proxy.measurements.set(measurement, (proxy.measurements.get(measurement) ?? 0) + 1);
  }
}
