import { type AddressInfo, type Server, createServer } from "node:net";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { reach } from "./canary.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that accepts and says nothing. */
async function silentServer(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, host);
  servers.push(server);
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

async function closedPort(): Promise<number> {
  const { server, port } = await silentServer("127.0.0.1");
  server.close();
  await once(server, "close");
  return port;
}

test.each([
  ["an IPv4 address", "127.0.0.1", "127.0.0.1"],
  ["a name", "localhost", "127.0.0.1"],
  ["an IPv6 address in brackets", "[::1]", "::1"],
])("%s is reached, and hung up on", async (_name, written, host) => {
  const { server, port } = await silentServer(host);
  const hungUp = once(server, "connection").then(([socket]) => once(socket.resume(), "close"));
  expect(await reach(`${written}:${port}`, 10_000)).toBe(true);
  await hungUp;
});

test("a refused connection is none", async () => {
  expect(await reach(`127.0.0.1:${await closedPort()}`, 10_000)).toBe(false);
});

test.each([
  ["a name that does not exist", "no-such-host.invalid:443"],
  ["a port that cannot be", "127.0.0.1:99999"],
  ["no port", "127.0.0.1"],
  ["an IPv6 address without brackets", "::1:443"],
  ["a URL", "http://127.0.0.1:80"],
  ["nothing", ""],
])("%s is not reached", async (_name, address) => expect(await reach(address, 5_000)).toBe(false));
