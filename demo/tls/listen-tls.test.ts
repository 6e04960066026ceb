import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect as connectPlain, createServer as createPlainServer } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { makeCertificates } from "./certificates.ts";
import { addressesAt, listenTls } from "./listen-tls.ts";

const certificates = await makeCertificates(addressesAt("127.0.0.1"), Date.now());

/** A server of HTTP with TLS in front of it, and clients that trust it. */
async function begin() {
  const server = createServer((request, response) => response.end(`${request.socket.remoteAddress} ${request.url}`));
  const listener = await listenTls(server, "127.0.0.1", 0, certificates);
  onTestFinished(async () => {
    server.closeAllConnections();
    await listener.close();
  });
  const port = Number(new URL(listener.url).port);
  const dial = (host: string) => {
    const name = /^[\d.]+$/.test(host) ? {} : { servername: host };
    const socket = connect({ host: "127.0.0.1", port, ca: certificates.ca, ...name });
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  return { listener, port, dial };
}

/** `null`: the handshake was completed. */
async function problemOf(socket: TLSSocket): Promise<string | null> {
  return new Promise((resolve) => {
    socket.once("secureConnect", () => resolve(null));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

test.each(["localhost", "127.0.0.1"])("whoever trusts the authority is served by the name %s", async (host) => {
  const { dial } = await begin();
  const socket = dial(host);
  expect(await problemOf(socket)).toBeNull();
  socket.write("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const chunks = await socket.toArray();
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 200 OK[^]*\r\n\r\n.*127\.0\.0\.1 \/x/);
});

test("its name is localhost, and no other", async () => {
  const { listener, dial } = await begin();
  expect(listener.url).toMatch(/^https:\/\/localhost:\d+$/);
  const socket = dial("elsewhere.example");
  expect(await problemOf(socket)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
});

test("who does not trust the authority is not served, and the listener goes on", async () => {
  const { port, dial } = await begin();
  const socket = connect({ host: "127.0.0.1", port, servername: "localhost" });
  expect(await problemOf(socket)).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  expect(await problemOf(dial("localhost"))).toBeNull();
});

test("an expired certificate is seen at once, by those who are connected too, and so is the good one after it", async () => {
  const { listener, dial } = await begin();
  const before = dial("localhost");
  await problemOf(before);
  const ended = once(before, "close");
  listener.show("expired");
  await ended;
  expect(await problemOf(dial("localhost"))).toBe("CERT_HAS_EXPIRED");
  listener.show("valid");
  const after = dial("localhost");
  expect(await problemOf(after)).toBeNull();
  const daysLeft = (Date.parse(after.getPeerCertificate().valid_to) - Date.now()) / 86_400_000;
  expect(daysLeft).toBeCloseTo(90, 1);
});

test("a session that was begun before does not get round an expired certificate", async () => {
  const { listener, port, dial } = await begin();
  const before = dial("localhost");
  const session = once(before, "session").then(([ticket]) => ticket as Buffer);
  await problemOf(before);
  before.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const ticket = await session;
  listener.show("expired");
  const socket = connect({ host: "127.0.0.1", port, ca: certificates.ca, servername: "localhost", session: ticket });
  expect(await problemOf(socket)).toBe("CERT_HAS_EXPIRED");
});

test("showing again what is shown ends nobody's connection", async () => {
  const { listener, dial } = await begin();
  const socket = dial("localhost");
  await problemOf(socket);
  listener.show("valid");
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const [answer] = await once(socket, "data");
  expect(String(answer)).toContain("200 OK");
});

test("plain HTTP on the port of TLS harms nobody", async () => {
  const { port, dial } = await begin();
  const socket = connectPlain(port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  socket.on("error", () => undefined);
  await once(socket.resume(), "close");
  expect(await problemOf(dial("localhost"))).toBeNull();
});

test("a port that is taken is an error that names the option", async () => {
  const taken = createPlainServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  await expect(listenTls(createServer(), "127.0.0.1", port, certificates)).rejects.toThrow(
    /port \d+: another program.*--tls-port/,
  );
});

test("closing ends connections, also those that never said a word", async () => {
  const { listener, port, dial } = await begin();
  const silent = connectPlain(port, "127.0.0.1");
  await once(silent, "connect");
  silent.on("error", () => undefined);
  const socket = dial("localhost");
  await problemOf(socket);
  const ended = Promise.all([once(silent.resume(), "close"), once(socket, "close")]);
  await listener.close();
  await ended;
});

test("the certificate names where the demo listens besides", () => {
  expect(addressesAt("::1")).toEqual(["127.0.0.1", "::1"]);
  expect(addressesAt("127.0.0.2")).toEqual(["127.0.0.1", "::1", "127.0.0.2"]);
});
