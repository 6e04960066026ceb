import { afterAll, beforeEach, expect, test } from "vitest";
import { markers } from "../../worker/contract/markers.ts";
import { runVariables, userSecret } from "../../worker/contract/settings.ts";
import { env, setEnv } from "../stubs/env.ts";
import { json, respondWith } from "../stubs/http.ts";
import { secrets } from "../stubs/perform.ts";
import { type Sample, takenSamples } from "../stubs/samples.ts";
import { setSecrets } from "../stubs/secrets.ts";
import { WebSocket } from "../stubs/websockets.ts";
import type { StepContext } from "./context.ts";
import { declare } from "./declare.ts";
import { status } from "./expect.ts";
import { journey } from "./journey.ts";
import { created } from "./leftover.ts";
import { createMask } from "./mask.ts";
import { createReadSecret } from "./secrets.ts";

const users = Array.from({ length: 2 }, (_none, at) => [userSecret("email", at), `load-${at}@example.com`]);

beforeEach(() => {
  setEnv({ ...env, [runVariables.load]: JSON.stringify({ users: { count: 2, secrets: ["email"] } }) });
  setSecrets({ ...secrets, ...Object.fromEntries(users) });
  respondWith(() => json(200, { ok: true }));
});
afterAll(() => setEnv(env));

/** Runs a step so many times, one iteration each, and gives the samples. */
async function iterate(run: (s: StepContext) => unknown, times = 1): Promise<Sample[]> {
  takenSamples();
  const once = journey(declare({ steps: { only: {} } }), async ({ step }) => void (await step("only", run)));
  for (let time = 0; time < times; time++) await once();
  return takenSamples();
}

const endsIn = (samples: Sample[]) =>
  samples.filter(({ metric }) => metric === markers.stepEnded).map(({ document }) => document);

test("a step that passed says no more than that, but a revision once", async () => {
  respondWith(() => json(200, { ok: true }, { "X-Revision": "r-1" }));
  const samples = await iterate((s) => s.check(s.http.get("http://api/x"), { "answers 200": status(200) }), 3);
  expect(endsIn(samples)).toEqual([{ outcome: "passed", measures: {}, revision: "r-1" }, null, null]);
  expect(samples.filter(({ metric }) => metric === "checks")).toHaveLength(3);
});

test("a step's measures are said as ever", async () => {
  const samples = await iterate((s) => s.measure("first_answer_ms", 7));
  expect(endsIn(samples)).toEqual([{ outcome: "passed", measures: { first_answer_ms: 7 }, revision: null }]);
});

test("a step that failed has its whole evidence", async () => {
  respondWith(() => json(503, { detail: "no database" }));
  const samples = await iterate((s) => s.check(s.http.get("http://api/x"), { "answers 200": status(200) }));
  expect(endsIn(samples)).toMatchObject([
    {
      outcome: "failed",
      evidence: { request: "GET http://api/x", status: 503, body: '{"detail":"no database"}', remoteAddress: "127.0.0.1" },
    },
  ]);
  expect(samples.find(({ metric }) => metric === "checks")?.document).toEqual({ observed: "status (503) is 200: no database" });
});

test("tokens are not told to anybody, and k6's output is not pushed", async () => {
  const samples = await iterate((s) => s.secret("a-token-of-somebody"));
  expect(samples.map(({ metric }) => metric)).toEqual([markers.stepStarted, markers.stepEnded, markers.journeyEnded]);
});

test("what is made on the target is said at once: nobody waits for k6 to write it", async () => {
  takenSamples();
  await created({ kind: "account", name: "a@example.com" });
  expect(takenSamples().map(({ metric }) => metric)).toEqual([markers.created]);
});

test("a VU is one of the users, and has the target's own secrets where users have none", async () => {
  const read = createReadSecret(createMask(), { users: { count: 2, secrets: ["email"] } });
  // The stub's VU is the first.
  expect([await read("email"), await read("password")]).toEqual(["load-0@example.com", secrets.password]);
});

test("a socket is cut when its close is not answered", async () => {
  const sent: unknown[] = [];
  WebSocket.opened = (socket) => {
    socket.play("open");
    // As k6 does: what is sent is looked at, and what follows a close frame cuts the connection.
    socket.send = (data: unknown) => {
      if (ArrayBuffer.isView(data)) sent.push([...socket.closes]);
      socket.play("error", { error: "websocket: close sent" });
      socket.play("close", { code: 1000 });
    };
  };
  const before = Object.getOwnPropertyDescriptor(ArrayBuffer, "isView");
  const samples = await iterate(async (s) => {
    const socket = await s.socket("ws://api/ws");
    s.check((await socket.close()).answered, { "close is answered": (answered) => answered });
  });
  expect(sent).toEqual([[1_000]]);
  expect(Object.getOwnPropertyDescriptor(ArrayBuffer, "isView")).toEqual(before);
  expect(samples.find(({ metric }) => metric === "checks")?.value).toBe(0);
});
