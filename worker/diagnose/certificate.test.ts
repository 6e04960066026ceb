import { once } from "node:events";
import { type AddressInfo, type Server, createServer as createTcpServer } from "node:net";
import { type TlsOptions, createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../kit/clock.ts";
import { createFakeClock } from "../kit/fake-clock.ts";
import { daysLeft } from "./certificate.ts";
import { fakeCertificate, hasOpenssl } from "./fake-certificate.ts";

const patienceMs = 10_000;
const dayMs = 86_400_000;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server, host = "127.0.0.1"): Promise<number> {
  servers.push(server.listen(0, host));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A server with that certificate; tells for which names it was asked. */
async function tlsServer(options: TlsOptions, host?: string) {
  const names: (string | false | null)[] = [];
  const server = createTlsServer(options);
  server.on("secureConnection", (socket) => {
    names.push(socket.servername);
    socket.on("error", () => undefined).resume();
  });
  return { names, server, port: await listening(server, host) };
}

const connections = (server: Server) => new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));

describe.skipIf(!hasOpenssl)("a certificate", () => {
  const certificate = hasOpenssl ? fakeCertificate("localhost", 30) : { key: "", cert: "" };

  test("has so many whole days left, although nobody vouches for it", async () => {
    const { port } = await tlsServer(certificate);
    expect(await daysLeft(`https://127.0.0.1:${port}/any/path`, systemClock, patienceMs)).toBe(29);
  });

  test.each([
    ["a month later it has ended today", 30.5, -1],
    ["40 days later it has ended ten days and a bit ago", 40.5, -11],
    ["ten days later it has the rest", 10, 19],
  ])("%s", async (_name, laterDays, left) => {
    const { port } = await tlsServer(certificate);
    const later = createFakeClock(Date.now() + laterDays * dayMs);
    expect(await daysLeft(`https://127.0.0.1:${port}`, later, patienceMs)).toBe(left);
  });

  test("is asked for by name, and for an address without one", async () => {
    const { names, server, port } = await tlsServer(certificate);
    await daysLeft(`https://localhost:${port}`, systemClock, patienceMs);
    await daysLeft(`https://127.0.0.1:${port}`, systemClock, patienceMs);
    await expect.poll(() => names).toEqual(["localhost", false]);
    await expect.poll(() => connections(server)).toBe(0);
  });

  test("of an IPv6 address is read, too", async () => {
    const { port } = await tlsServer(certificate, "::1");
    expect(await daysLeft(`https://[::1]:${port}`, systemClock, patienceMs)).toBe(29);
  });

  test("is read from a server that would refuse us for want of a certificate of our own", async () => {
    const { port } = await tlsServer({ ...certificate, requestCert: true, rejectUnauthorized: true });
    expect(await daysLeft(`https://127.0.0.1:${port}`, systemClock, patienceMs)).toBe(29);
  });
});

describe("no certificate", () => {
  test("comes from a closed port", async () => {
    const server = createTcpServer();
    const port = await listening(server);
    server.close();
    await once(server, "close");
    expect(await daysLeft(`https://127.0.0.1:${port}`, systemClock, patienceMs)).toBeNull();
  });

  test("comes from a server that hangs up, or that speaks something else", async () => {
    const hangsUp = await listening(createTcpServer((socket) => socket.destroy()));
    const speaksHttp = await listening(
      createTcpServer((socket) => socket.on("error", () => undefined).end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    );
    expect(await daysLeft(`https://127.0.0.1:${hangsUp}`, systemClock, patienceMs)).toBeNull();
    expect(await daysLeft(`https://127.0.0.1:${speaksHttp}`, systemClock, patienceMs)).toBeNull();
  });

  test("comes from a server that accepts and stays silent: it is hung up on after the time-out", async () => {
    const server = createTcpServer((socket) => socket.resume());
    const port = await listening(server);
    expect(await daysLeft(`https://127.0.0.1:${port}`, systemClock, 100)).toBeNull();
    await expect.poll(() => connections(server)).toBe(0);
  });

  test.each([
    ["a host that does not exist", "https://no-such-host.invalid"],
    ["a URL without TLS", "http://127.0.0.1"],
    ["no URL", "127.0.0.1:443"],
  ])("comes from %s", async (_name, url) => expect(await daysLeft(url, systemClock, 5_000)).toBeNull());
});
