import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { type Visitor, visit } from "../visitor.ts";

const chat = JSON.stringify({ type: "chat", message: "Optimise cost, please.", thread_id: "t" });

async function open(visitor: Visitor) {
  const socket = visitor.socket(`/ws?token=${await visitor.signIn()}`);
  await once(socket.ws, "open");
  return socket;
}

test.each(["websocket-rejected", "websocket-silent", "websocket-dropped"])(
  "%s: who has no token is turned away as ever, and the rest of the platform is fine",
  async (fault) => {
    const { ask, signIn, socket } = await visit({ faults: [fault] });
    expect((await socket("/ws").rejected).status).toBe(401);
    expect((await socket("/elsewhere").rejected).status).toBe(404);
    const token = await signIn();
    for (const path of ["/health", "/health/ready", "/api/dashboard", "/api/profile"])
      expect((await ask("GET", path, { token })).status).toBe(200);
  },
);

test("websocket-rejected: the application answers 403 to a good token", async () => {
  const visitor = await visit({ faults: ["websocket-rejected"] });
  const token = await visitor.signIn();
  for (const socket of [visitor.socket(`/ws?token=${token}`), visitor.socket("/ws", [`jwt.${token}`])]) {
    const { status, text, headers } = await socket.rejected;
    expect([status, JSON.parse(text)]).toEqual([403, { detail: expect.stringContaining("not allowed") }]);
    expect(headers).toMatchObject({ "x-request-id": expect.any(String), "x-revision": expect.any(String) });
  }
});

describe("websocket-silent", () => {
  test("the socket opens with its protocol, and nothing comes, not even the answer to a close", async () => {
    const visitor = await visit({ faults: ["websocket-silent"] });
    const protocol = `jwt.${await visitor.signIn()}`;
    const { ws, received, closed } = visitor.socket("/ws", [protocol]);
    await once(ws, "open");
    expect(ws.protocol).toBe(protocol);
    ws.send(JSON.stringify({ type: "ping", id: 1 }));
    ws.close(1000);
    const first = await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 300, "silence"))]);
    expect([first, received]).toEqual(["silence", []]);
    ws.terminate();
  });

  test("closing the demo ends silent sockets too", async () => {
    const visitor = await visit({ faults: ["websocket-silent"] });
    const { closed } = await open(visitor);
    await visitor.demo.close();
    expect((await closed).code).toBe(1006);
  });
});

describe("websocket-dropped", () => {
  test("the connection is cut after the third event of an answer, without a close frame", async () => {
    const { ws, received, closed } = await open(await visit({ faults: ["websocket-dropped"] }));
    ws.send(chat);
    expect((await closed).code).toBe(1006);
    expect(received.map(({ type }) => type)).toEqual(["connected", "agent_started", "agent_thinking", "tool_executing"]);
  });

  test("greeting and pong come, and the socket stays for who asks nothing", async () => {
    const { ws, message, received } = await open(await visit({ faults: ["websocket-dropped"] }));
    for (const id of [1, 2]) ws.send(JSON.stringify({ type: "ping", id }));
    await expect.poll(() => received.length).toBe(3);
    expect(await message("connected")).toMatchObject({ user_id: expect.any(String) });
    expect(ws.readyState).toBe(ws.OPEN);
  });

  test("chat over HTTP is fine", async () => {
    const { ask, signIn } = await visit({ faults: ["websocket-dropped"] });
    const { status, text } = await ask("POST", "/api/chat/stream", { token: await signIn(), body: { message: "Hello" } });
    expect([status, text]).toEqual([200, expect.stringContaining("event: done")]);
  });
});
