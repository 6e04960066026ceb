import type { FastifyInstance } from "fastify";
import { DemoError } from "./demo-error.ts";

/** Listens, and gives the base URL. Rejects with `DemoError` when the address cannot be had. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    throw new DemoError(`The demo cannot listen on ${host}, port ${port}: ${reasonOf(code)}.`, { cause });
  }
  const address = app.server.address();
  const taken = address !== null && typeof address === "object" ? address.port : port;
  return `http://${reachable(host)}:${taken}`;
}

const remedy = "choose another with --port (and tell Sonde with SONDE_DEMO_URL)";

function reasonOf(code: string): string {
  if (code === "EADDRINUSE") return `another program, perhaps another demo, has that port. Stop it, or ${remedy}`;
  if (code === "EACCES") return `this user may not have that port: ${remedy}`;
  if (code === "ERR_SOCKET_BAD_PORT") return `ports are whole numbers from 0 to 65535: ${remedy}`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return "this machine has no such address";
  return `${code}: ${remedy}`;
}

function reachable(host: string): string {
  const everywhere: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  const address = everywhere[host] ?? host;
  return address.includes(":") ? `[${address}]` : address;
}
