import { beforeEach, describe, expect, test } from "vitest";
import { type Report, perform } from "./stubs/perform.ts";
import { play } from "./stubs/play.ts";
import { type SocketServer, platform, reject, socketServer, token } from "./stubs/platform.ts";
import type { WebSocket } from "./stubs/websockets.ts";
import { upgradeWith } from "./stubs/ws.ts";
import websocket from "./websocket.ts";

const allPassed = {
  "sign-in": "passed",
  websocket: "passed",
  reconnect: "passed",
  subprotocol: "passed",
  "wrong-token": "passed",
};

function failedChecks({ checks }: Report) {
  return Object.values(checks).filter((observed) => observed !== null);
}

function opening(then: (socket: WebSocket) => void): (socket: WebSocket) => void {
  return (socket) => {
    socket.onClose = () => socket.play("close", { code: 1000 });
    socket.play("open");
    then(socket);
  };
}

function saying(message: object): (socket: WebSocket) => void {
  return (socket) => socket.play("message", { data: JSON.stringify(message) });
}

beforeEach(() => platform());

test("passes by query and by subprotocol, there and back again, and with wrong tokens turned away", async () => {
  socketServer();
  const { outcomes, ends } = await perform(websocket);
  expect(outcomes).toEqual(allPassed);
  expect(Object.keys(ends["websocket"]?.measures ?? {}).sort()).toEqual(["connect_ms", "first_message_ms", "round_trip_ms"]);
  expect(ends["reconnect"]?.measures["reconnect_ms"]).toBeGreaterThanOrEqual(0);
  expect(ends["wrong-token"]?.contact).toMatchObject({ answers: 2 });
});

test("tries a wrong token that is well-formed, and never the good one without its signature", async () => {
  const offered: string[] = [];
  socketServer({
    stranger: (socket) => {
      offered.push(`${socket.url} ${String(socket.protocols)}`);
      reject(401)(socket);
    },
  });
  await perform(websocket);
  const signed = token.slice(0, token.lastIndexOf("."));
  expect(offered).toHaveLength(2);
  expect(offered[0]).toContain(`ws://api/ws?token=${signed}.`);
  expect(offered[1]).toContain(`ws://api/ws jwt.${signed}.`);
  for (const each of offered) expect(each).not.toContain(token);
});

describe("fails when", () => {
  const stranger = { type: "connected", user_id: "u-2" };

  test.each<[string, SocketServer, object, string]>([
    [
      "it greets somebody else",
      { greeting: stranger },
      { websocket: "failed", reconnect: "blocked", subprotocol: "failed" },
      '"u-2" is "u-1"',
    ],
    [
      "the pong is another ping's",
      { pong: () => ({ type: "pong", id: "other" }) },
      { websocket: "failed", reconnect: "blocked" },
      '"other" is "sonde-',
    ],
    [
      "it does not take up the subprotocol",
      { protocol: "" },
      { subprotocol: "failed" },
      "subprotocol (not taken up) is agreed on, or a browser does not connect",
    ],
    [
      "it meets a wrong token with an outage",
      { stranger: reject(503, '{"detail":"starting"}') },
      { "wrong-token": "failed" },
      "socket (upgrade answered 503: starting) is refused",
    ],
  ])("%s", async (_what, server, changed, observed) => {
    socketServer(server);
    const report = await perform(websocket);
    expect(report.outcomes).toEqual({ ...allPassed, ...changed });
    expect(failedChecks(report)[0]).toContain(observed);
  });

  test.each<[string, (socket: WebSocket) => void, string]>([
    ["greets it", opening(saying(stranger)), 'socket (accepted with {"type":"connected","user_id":"u-2"}) is refused'],
    ["says nothing to it", opening(() => undefined), "socket (accepted without a word) is refused"],
    [
      "says an error and stays",
      opening(saying({ type: "error", code: "x" })),
      'socket (accepted with {"type":"error","code":"x"}) is refused',
    ],
    [
      "drops it",
      opening((socket) => socket.play("close", { code: 1006 })),
      "socket (connection dropped without a close frame) is refused",
    ],
    [
      "breaks on it",
      opening((socket) => socket.play("close", { code: 1011, reason: "boom" })),
      "socket (closed with 1011 internal error: boom) is refused",
    ],
  ])("a wrong token is not refused: the server %s", async (_what, meet, observed) => {
    socketServer({ stranger: meet });
    const report = await play(websocket);
    expect(report.outcomes).toEqual({ ...allPassed, "wrong-token": "failed" });
    expect(failedChecks(report)).toEqual([observed, observed]);
  });

  test.each<[string, (socket: WebSocket) => void]>([
    ["403", reject(403)],
    ["a close by policy", opening((socket) => socket.play("close", { code: 1008, reason: "bad token" }))],
    ["a close of its own", opening((socket) => socket.play("close", { code: 4401 }))],
    [
      "a reason, and then a close",
      opening((socket) => {
        saying({ type: "unauthorized" })(socket);
        setTimeout(() => socket.play("close", { code: 1008 }), 100);
      }),
    ],
  ])("a wrong token is refused with %s: not at all", async (_what, meet) => {
    socketServer({ stranger: meet });
    expect((await play(websocket)).outcomes).toEqual(allPassed);
  });

  test("nobody answers a wrong token: as the network's fault, not as accepted", async () => {
    socketServer({ stranger: (socket) => socket.play("error", { error: "dial tcp 1.2.3.4:1: connect: connection refused" }) });
    const { ends } = await perform(websocket);
    expect(ends["wrong-token"]).toMatchObject({
      outcome: "failed",
      reason: "connection refused",
      network: expect.stringContaining("dial tcp"),
    });
  });

  test("the server is silent: after a second try, and what needs it is blocked", async () => {
    socketServer({ greeting: null });
    const { outcomes, ends } = await play(websocket);
    expect(outcomes).toEqual({ ...allPassed, websocket: "failed", reconnect: "blocked", subprotocol: "failed" });
    expect(ends["websocket"]?.reason).toBe("no message within 5 s of connecting, nor within 2 s on a connection before");
  });
});

test("a close that k6 lost is seen on a second connection", async () => {
  let connections = 0;
  socketServer({
    stranger: opening((socket) => {
      connections += 1;
      if (connections % 2 === 0) socket.play("close", { code: 1008 });
    }),
  });
  expect((await play(websocket)).outcomes).toEqual(allPassed);
  expect(connections).toBe(4);
});

test("a wrong token that only some instances refuse is not refused", async () => {
  socketServer({
    stranger: (socket) => {
      upgradeWith({ status: 101 }, { status: 401 });
      socket.play("error", { error: "websocket: bad handshake" });
    },
  });
  const { outcomes, ends } = await perform(websocket);
  expect(outcomes).toEqual({ ...allPassed, "wrong-token": "failed" });
  expect(ends["wrong-token"]?.reason).toBe("upgrade answered 401, and accepted once when asked again");
});
