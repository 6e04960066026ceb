import { once } from "node:events";
import { Socket, connect, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { askSocket } from "./ask-socket.ts";

/** A socket that never connects and never fails. */
function silentSocket(): Socket {
  return new Socket();
}

function ask(socket: Socket, timeoutMs: number, answer = () => "open") {
  return askSocket({ connect: () => socket, opened: "connect", answer, otherwise: "not open", timeoutMs });
}

function fails(): never {
  throw new Error("not possible");
}

async function openSocket(): Promise<Socket> {
  const server = createServer((socket) => socket.resume()).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  return connect({ host: "127.0.0.1", port: typeof address === "object" && address ? address.port : 0 });
}

test("silence is given up after the time-out, and the socket is gone", async () => {
  const socket = silentSocket();
  expect(await ask(socket, 10)).toBe("not open");
  expect(socket.destroyed).toBe(true);
});

test("an error is no answer, and a second one harms nobody", async () => {
  const socket = silentSocket();
  const asked = ask(socket, 10_000);
  socket.emit("error", new Error("connection reset"));
  socket.emit("error", new Error("connection reset"));
  expect(await asked).toBe("not open");
  expect(socket.destroyed).toBe(true);
});

test("a connection that closes before it is there is no answer", async () => {
  const socket = silentSocket();
  const asked = ask(socket, 10_000);
  socket.destroy();
  expect(await asked).toBe("not open");
});

test("an open connection is asked, and hung up on", async () => {
  const socket = await openSocket();
  const closed = once(socket, "close");
  expect(await ask(socket, 10_000)).toBe("open");
  await closed;
});

test("a question that cannot be answered is none, and hangs up, too", async () => {
  const socket = await openSocket();
  const closed = once(socket, "close");
  expect(await ask(socket, 10_000, fails)).toBe("not open");
  await closed;
});

test("a connection that cannot even be begun is no answer", async () => {
  expect(await askSocket({ connect: fails, opened: "connect", answer: () => 1, otherwise: 0, timeoutMs: 10_000 })).toBe(0);
});
