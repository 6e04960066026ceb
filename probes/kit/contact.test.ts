import { expect, test } from "vitest";
import { traceId } from "../stubs/env.ts";
import { type StubResponse, cutOff, json, refused, respondWith, unanswered } from "../stubs/http.ts";
import { perform } from "../stubs/perform.ts";
import { WebSocket } from "../stubs/websockets.ts";
import { upgradeWith } from "../stubs/ws.ts";
import { clockOffsetOf } from "./contact.ts";
import type { StepContext } from "./context.ts";
import { declare } from "./declare.ts";
import { journey } from "./journey.ts";

/** What a step of these requests says of its contact. */
async function contactOf(run: (s: StepContext) => unknown) {
  const { ends } = await perform(
    journey(declare({ steps: { step: {} } }), async ({ step }) => {
      await step("step", async (s) => {
        await run(s);
      });
    }),
  );
  return ends["step"]?.contact;
}

/** Answers requests one by one. */
function answering(...answers: StubResponse[]): (s: StepContext) => void {
  respondWith(() => answers.shift() ?? refused);
  const count = answers.length;
  return (s) => {
    for (let nth = 0; nth < count; nth++) s.http.get("http://api/x", { mayFail: true });
  };
}

const at = (address: string, headers: Record<string, string> = {}) => ({ ...json(200, {}, headers), remote_ip: address });

test("counts answers, keeps each address once and the telling headers of the last, whatever their case", async () => {
  const last = {
    Server: "front",
    Via: "1.1 edge",
    "X-Request-Id": "r-2",
    "X-Revision": "7",
    "Set-Cookie": "a=b",
    "X-Trace-ID": "t",
  };
  expect(await contactOf(answering(at("10.0.0.1", { "X-Request-Id": "r-1" }), at("10.0.0.2"), at("10.0.0.1", last)))).toEqual({
    answers: 3,
    remoteAddresses: ["10.0.0.1", "10.0.0.2"],
    headers: { server: "front", via: "1.1 edge", "x-request-id": "r-2", "x-revision": "7", "x-trace-id": "t" },
    traceEchoes: 0,
    serverDateMs: null,
    clockOffsetMs: null,
  });
});

test("keeps five addresses at most", async () => {
  const contact = await contactOf(answering(...[1, 2, 3, 4, 5, 6, 7].map((nth) => at(`10.0.0.${nth}`))));
  expect(contact).toMatchObject({ answers: 7, remoteAddresses: [1, 2, 3, 4, 5].map((nth) => `10.0.0.${nth}`) });
});

test("counts who echoes the run's trace id, and nobody who says another", async () => {
  const contact = await contactOf(answering(at("", { "X-Trace-Id": traceId }), at("", { "X-Trace-Id": "other" }), at("")));
  expect(contact).toMatchObject({ answers: 3, traceEchoes: 1 });
});

test("tells the target's clock by the last date, also where the answer after it has none", async () => {
  const dateMs = Math.floor((Date.now() - 3_600_000) / 1_000) * 1_000;
  const contact = await contactOf(answering(at("", { Date: new Date(dateMs).toUTCString() }), at("", { Date: "soon" })));
  expect(contact).toMatchObject({ serverDateMs: dateMs });
  expect(Math.abs((contact?.clockOffsetMs ?? 0) + 3_600_000)).toBeLessThan(2_000);
});

test.each([
  ["in the middle of its second", 10_500, 0],
  ["at its beginning", 10_000, 500],
  ["behind", 13_500, -3_000],
])("an answer that came %s of the date differs by %i", (_when, beganAtMs, offset) => {
  expect(clockOffsetOf({ Date: new Date(10_000).toUTCString() }, beganAtMs)).toBe(offset);
});

test.each<[string, StubResponse]>([
  ["refused", refused],
  ["not answered", unanswered],
])("a request that was %s is no contact", async (_how, answer) => {
  expect(await contactOf(answering(answer))).toBeNull();
});

test("an answer that was cut off is one, without its headers", async () => {
  expect(await contactOf(answering(at("10.0.0.1", { Server: "front" }), cutOff("abc")))).toMatchObject({
    answers: 2,
    remoteAddresses: ["10.0.0.1", "127.0.0.1"],
    headers: { server: "front" },
  });
});

test("a socket that opened is contact, and so is one that was rejected with a status", async () => {
  WebSocket.opened = (socket) => socket.play("open");
  expect(await contactOf((s) => s.socket("ws://api/ws"))).toMatchObject({ answers: 1, remoteAddresses: [], headers: {} });
  WebSocket.opened = (socket) => socket.play("error", { error: "websocket: bad handshake" });
  upgradeWith({ status: 503, headers: { Server: "front", "X-Trace-Id": traceId } });
  expect(await contactOf((s) => s.socket("ws://api/ws"))).toMatchObject({
    answers: 1,
    headers: { server: "front", "x-trace-id": traceId },
    traceEchoes: 1,
  });
});

test("a socket that was refused is none", async () => {
  WebSocket.opened = (socket) => socket.play("error", { error: "dial tcp: connection refused" });
  expect(await contactOf((s) => s.socket("ws://api/ws"))).toBeNull();
});
