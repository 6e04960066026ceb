import type { Server } from "node:net";
import type { FastifyInstance } from "fastify";
import { DemoError } from "./demo-error.ts";

/** Listens, and gives the base URL. Rejects with `DemoError` when the address cannot be had. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  const remedy = "choose another with --port (and tell Sonde with SONDE_DEMO_URL)";
  await explained(app.listen({ host, port }), host, port, remedy);
  return `http://${reachable(host)}:${portOf(app.server, port)}`;
}

/** Lets a server listen, and gives its port. Rejects with `DemoError` when the address cannot be had. */
export async function listenToo(server: Server, host: string, port: number, remedy: string): Promise<number> {
  const listening = new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  await explained(listening, host, port, remedy);
  return portOf(server, port);
}

/** An address as it stands in a URL. */
export function reachable(host: string): string {
  const everywhere: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  const address = everywhere[host] ?? host;
  return address.includes(":") ? `[${address}]` : address;
}

async function explained(listening: Promise<unknown>, host: string, port: number, remedy: string): Promise<void> {
  try {
    await listening;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    throw new DemoError(`The demo cannot listen on ${host}, port ${port}: ${reasonOf(code, remedy)}.`, { cause });
  }
}

function portOf(server: Server, asked: number): number {
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : asked;
}

function reasonOf(code: string, remedy: string): string {
  if (code === "EADDRINUSE") return `another program, perhaps another demo, has that port. Stop it, or ${remedy}`;
  if (code === "EACCES") return `this user may not have that port: ${remedy}`;
  if (code === "ERR_SOCKET_BAD_PORT") return `ports are whole numbers from 0 to 65535: ${remedy}`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return "this machine has no such address";
  return `${code}: ${remedy}`;
}
