import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { perform } from "../stubs/perform.ts";
import { WebSocket } from "../stubs/websockets.ts";
import { upgradeWith } from "../stubs/ws.ts";
import type { StepContext } from "./context.ts";
import { declare } from "./declare.ts";
import { journey } from "./journey.ts";

const options = declare({ steps: { talk: {} } });
const url = "ws://api/ws?token=abc";
let socket: WebSocket;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Runs one step against a server, and lets its time-outs pass. */
async function talk(serve: (socket: WebSocket) => void, run: (s: StepContext) => Promise<unknown>) {
  WebSocket.opened = (opened) => {
    socket = opened;
    serve(opened);
  };
  const performed = perform(
    journey(options, ({ step }) =>
      step("talk", async (s) => {
        await run(s);
      }),
    ),
  );
  await vi.advanceTimersByTimeAsync(20_000);
  const { ends, ...report } = await performed;
  return { ...report, end: ends["talk"] };
}

const connect = (s: StepContext) => s.socket(url);
const receive = (type: string) => async (s: StepContext) => (await connect(s)).receive(type);
const say = (message: unknown) =>
  socket.play("message", { data: typeof message === "string" ? message : JSON.stringify(message) });

/** Closes right after opening and gives what was seen of it. */
const closing = async (serve: (socket: WebSocket) => void) => {
  let seen: unknown;
  await talk(
    (socket) => {
      socket.play("open");
      setTimeout(() => serve(socket), 100);
    },
    async (s) => (seen = await (await connect(s)).close()),
  );
  return seen;
};

describe("connecting", () => {
  test("carries the step and a name without the query, the run's headers, and a subprotocol", async () => {
    const { end } = await talk(
      (socket) => socket.play("open"),
      (s) => s.socket(url, { subprotocol: "v1" }),
    );
    expect(socket).toMatchObject({
      url,
      protocols: "v1",
      params: { tags: { step: "talk", name: "WS /ws" }, headers: { "x-sonde-run": "run-1", traceparent: expect.any(String) } },
    });
    expect(end).toMatchObject({ outcome: "passed", evidence: { request: "WS ws://api/ws" } });
    expect(Object.keys(end?.measures ?? {})).toEqual(["connect_ms"]);
  });

  test.each<[string, (socket: WebSocket) => void, object]>([
    [
      "refused",
      (socket) => socket.play("error", { error: "dial tcp 1.2.3.4:1: connect: connection refused" }),
      { reason: "connection refused", network: "dial tcp 1.2.3.4:1: connect: connection refused" },
    ],
    [
      "to a name that nobody knows",
      (socket) => socket.play("error", { error: "lookup api: no such host" }),
      { reason: "lookup api: no such host", network: "lookup api: no such host" },
    ],
    [
      "not answered",
      () => undefined,
      { reason: "handshake not answered within 5 s", network: "handshake not answered within 5 s" },
    ],
  ])("%s fails the step as the network's fault", async (_how, serve, expected) => {
    const { end } = await talk(serve, connect);
    expect(end).toMatchObject({ outcome: "failed", exception: null, ...expected });
    expect(socket.closes).toEqual([]);
  });

  test.each<[{ status?: number; body?: string; headers?: Record<string, string>; error?: string }, string]>([
    [{ status: 503, body: "starting", headers: { "Content-Type": "text/plain" } }, "upgrade answered 503: starting"],
    [{ status: 403, body: "<p>" }, "upgrade answered 403"],
    [{ status: 101 }, "upgrade rejected; asked 3 times more, it was accepted"],
    [{ error: "EOF" }, "upgrade rejected; then: EOF"],
  ])("rejected is asked for again: %j", async (answer, reason) => {
    upgradeWith(answer);
    const { end } = await talk((socket) => socket.play("error", { error: "websocket: bad handshake" }), connect);
    expect(end).toMatchObject({ outcome: "failed", reason, network: null });
    expect(end?.evidence.upgradeStatus).toBe(answer.status === 101 ? undefined : answer.status);
  });

  test("rejected by one of several instances is asked for until it is again", async () => {
    upgradeWith({ status: 101 }, { status: 101 }, { status: 500, body: "boom", headers: { "content-type": "text/plain" } });
    const { end } = await talk((socket) => socket.play("error", { error: "websocket: bad handshake" }), connect);
    expect(end).toMatchObject({ outcome: "failed", reason: "upgrade answered 500: boom, and accepted 2 times when asked again" });
  });

  test("that is answered after its time-out is closed at once", async () => {
    const { end } = await talk((socket) => void setTimeout(() => socket.play("open"), 9_000), connect);
    expect(end).toMatchObject({ reason: "handshake not answered within 5 s", evidence: {} });
    expect(socket.closes).toHaveLength(1);
  });

  test("leaves no socket open when the step ends", async () => {
    await talk(
      (socket) => socket.play("open"),
      async (s) => {
        await connect(s);
        s.fail("enough");
      },
    );
    expect(socket.closes).toHaveLength(1);
  });
});

describe("receiving", () => {
  const cases: [string, () => void, object][] = [
    ["no message at all", () => undefined, { reason: "no message within 5 s of connecting" }],
    ["only another message", () => say({ type: "hello" }), { reason: 'no "pong" within 5 s; the last message was "hello"' }],
    ["only a text", () => say("hi"), { reason: 'no "pong" within 5 s; the last message was the text "hi"' }],
    [
      "an error",
      () => say({ type: "error", code: 42, message: "no manager" }),
      { reason: "the server sent an error: 42 no manager", network: null },
    ],
    [
      "a close",
      () => {
        socket.play("error", { error: "websocket: close 1008 (policy violation): bad token" });
        socket.play("close", { code: 1008, reason: "bad token" });
      },
      { reason: "closed with 1008 policy violation: bad token", evidence: { closeCode: 1008, closeReason: "bad token" } },
    ],
    [
      "the end of the connection",
      () => {
        socket.play("error", { error: "read: connection reset by peer" });
        socket.play("close", { code: 1000 });
      },
      { reason: "connection dropped without a close frame: read: connection reset by peer", evidence: { closeCode: 1006 } },
    ],
    [
      "a close of a code of its own",
      () => socket.play("close", { code: 4001 }),
      { reason: "closed with 4001 (the application's own code)" },
    ],
  ];

  test.each(cases)("%s instead fails the step with that", async (_what, serve, expected) => {
    const { end } = await talk((socket) => {
      socket.play("open");
      setTimeout(serve, 10);
    }, receive("pong"));
    expect(end).toMatchObject({ outcome: "failed", exception: null, ...expected });
  });

  test("takes the message that matches, whatever came before or together with it", async () => {
    const got: unknown[] = [];
    const { end } = await talk(
      (socket) => {
        socket.play("open");
        for (const message of [{ type: "a" }, { type: "b", n: 1 }, { type: "b", n: 2 }]) say(message);
      },
      async (s) => {
        const opened = await connect(s);
        got.push(await opened.receive("b", { where: ({ n }) => n === 2 }), await opened.receive("b"), await opened.receive("a"));
      },
    );
    expect(got).toEqual([{ type: "b", n: 2 }, { type: "b", n: 1 }, { type: "a" }]);
    expect(end?.evidence.messages).toEqual(['{"type":"a"}', '{"type":"b","n":1}', '{"type":"b","n":2}']);
    expect(end?.bytesReceived).toBe(46 + 2);
  });

  test("still gives what came before the connection ended, and then says how it ended", async () => {
    const { end } = await talk(
      (socket) => {
        socket.play("open");
        say({ type: "a" });
        socket.play("close", { code: 1001 });
      },
      async (s) => {
        const opened = await connect(s);
        await opened.receive("a");
        opened.send({ type: "ping" });
      },
    );
    expect(end).toMatchObject({ reason: "closed with 1001 going away", exception: null });
  });
});

describe("closing", () => {
  test("tells that it was answered", async () => {
    expect(await closing((socket) => socket.play("close", { code: 1000 }))).toMatchObject({ answered: true, code: 1000 });
  });

  test("tells after a second that it was not", async () => {
    expect(await closing(() => undefined)).toMatchObject({ answered: false, code: null });
  });

  test("takes a dropped connection for no answer", async () => {
    expect(await closing((socket) => socket.play("close", { code: 1006 }))).toMatchObject({ answered: false, code: 1006 });
  });
});

/** Serves connections in the order in which they are made. */
const serving =
  (...servers: ((socket: WebSocket) => void)[]) =>
  (socket: WebSocket) => {
    socket.play("open");
    servers.shift()?.(socket);
  };
const greet = (socket: WebSocket) => socket.play("message", { data: '{"type":"connected","user_id":"u-1"}' });
const mute = () => undefined;
const greeted = async (s: StepContext) => (await s.socket(url, { greets: true })).receive("connected");

describe("a server that has the first word", () => {
  test("is taken at it", async () => {
    const { end } = await talk(serving(greet), greeted);
    expect(end).toMatchObject({ outcome: "passed", measures: { first_message_ms: 0 } });
  });

  test("is asked once more when nothing came: k6 may have lost it", async () => {
    const sockets: WebSocket[] = [];
    const keep = (socket: WebSocket) => void sockets.push(socket);
    const { end } = await talk(serving(keep, greet), greeted);
    expect(end).toMatchObject({ outcome: "passed", evidence: { messages: ['{"type":"connected","user_id":"u-1"}'] } });
    expect(sockets[0]?.closes).toEqual([1000]);
  });

  test("is silent when nothing comes on the second connection either", async () => {
    const { end } = await talk(serving(mute, mute), greeted);
    expect(end).toMatchObject({
      outcome: "failed",
      reason: "no message within 5 s of connecting, nor within 2 s on a connection before",
    });
  });

  test("is told as it is when it closes instead of greeting, without a second connection", async () => {
    let connections = 0;
    const { end } = await talk((socket) => {
      connections += 1;
      socket.play("open");
      socket.play("close", { code: 1008, reason: "token expired" });
    }, greeted);
    expect(end).toMatchObject({ outcome: "failed", reason: "closed with 1008 policy violation: token expired" });
    expect(connections).toBe(1);
  });

  test("is not mixed up with what comes late over the first connection", async () => {
    let first: WebSocket | null = null;
    const { end } = await talk(
      serving(
        (socket) => void (first = socket),
        (socket) => {
          first?.play("message", { data: '{"type":"connected","user_id":"late"}' });
          first?.play("close", { code: 1006 });
          greet(socket);
        },
      ),
      greeted,
    );
    expect(end).toMatchObject({ outcome: "passed", evidence: { messages: ['{"type":"connected","user_id":"u-1"}'] } });
    expect(end?.evidence).not.toHaveProperty("closeCode");
  });
});
