import type { Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { StepEnd } from "../worker/contract/markers.ts";
import { runVariables } from "../worker/contract/settings.ts";
import { bundle, stopBundling } from "../worker/k6/bundle.ts";
import { checks, outcomes, stepEnd } from "./support/markers.ts";
import { type K6Run, runJourney, settingsFor } from "./support/run-k6.ts";
import { temporaryFolder } from "./support/sonde.ts";
import { type SignInServer, startSignIn, token } from "./support/sign-in-server.ts";
import { type Trap, type TrapServer, reject, sendClose, sendText, startTrap, upgrade } from "./support/trap-server.ts";

const secrets = { email: "probe@example.com", password: "correct horse" };
/** All the kit's time-outs for a server that never says a word; without them k6 would hang for a minute or for ever. */
const inTimeMs = 35_000;

let auth: SignInServer;
let server: TrapServer | null = null;

beforeAll(async () => {
  auth = await startSignIn();
});
afterAll(() => auth.close());
afterEach(async () => {
  await server?.close();
  server = null;
});

async function probe(trap: Trap): Promise<{ run: K6Run; end: StepEnd }> {
  server = await startTrap(trap);
  return probePort(server.port);
}

async function probePort(port: number): Promise<{ run: K6Run; end: StepEnd }> {
  const target = settingsFor(auth.url);
  const run = await runJourney(
    "probes/websocket.ts",
    { ...target, urls: { ...target.urls, ws: `ws://127.0.0.1:${port}/ws` } },
    secrets,
    45_000,
  );
  expect(outcomes(run)).toMatchObject({ "sign-in": "passed" });
  expect(run.endedAfterMs).not.toBeNull();
  expect(run.endedAfterMs).toBeLessThan(inTimeMs);
  return { run, end: stepEnd(run, "websocket") };
}

const greeting = { type: "connected", user_id: "u-1" };
const greet = (socket: Socket) => sendText(socket, greeting);
const pong = (text: string) => ({ type: "pong", id: (JSON.parse(text) as { id: string }).id });

/** Serves who has the good token by the protocol, and everybody else as it is told. */
function serving(stranger: Trap): Trap {
  return (socket, request) => {
    if (!request.includes(token)) return stranger(socket, request);
    upgrade(greet, (socket, text) => sendText(socket, pong(text)))(socket, request);
    socket.on("data", (chunk: Buffer) => chunk[0] === 0x88 && sendClose(socket, 1000, ""));
  };
}

test("a server that keeps to the protocol passes, with connect, first message and round trip measured", async () => {
  const { run, end } = await probe(serving(reject("401 Unauthorized", "{}")));
  expect(end).toMatchObject({ outcome: "passed", reason: null, network: null, evidence: { closeCode: 1000 } });
  expect(Object.keys(end.measures).sort()).toEqual(["connect_ms", "first_message_ms", "round_trip_ms"]);
  expect(Object.values(checks(run))).toEqual(Object.values(checks(run)).map(() => null));
});

test.each<[string, Trap, string | null]>([
  ["rejected with 401", reject("401 Unauthorized", "{}"), null],
  ["rejected with 403", reject("403 Forbidden", "{}"), null],
  ["let in and closed with 1008", upgrade((socket) => sendClose(socket, 1008, "bad token")), null],
  ["let in and closed with 4401", upgrade((socket) => sendClose(socket, 4401, "")), null],
  [
    "rejected with 503",
    reject("503 Service Unavailable", '{"detail":"starting"}'),
    "socket (upgrade answered 503: starting) is refused",
  ],
  ["let in and greeted", upgrade(greet), `socket (accepted with ${JSON.stringify(greeting)}) is refused`],
  ["let in without a word", upgrade(() => undefined), "socket (accepted without a word) is refused"],
  [
    "let in and closed with 1011",
    upgrade((socket) => sendClose(socket, 1011, "boom")),
    "socket (closed with 1011 internal error: boom) is refused",
  ],
])("a wrong token that is %s is told as that", async (_how, stranger, observed) => {
  const { run } = await probe(serving(stranger));
  expect(outcomes(run)).toMatchObject({ websocket: "passed", reconnect: "passed", subprotocol: "passed" });
  expect(checks(run)).toMatchObject({
    "a wrong token in the query is refused": observed,
    "a wrong token as subprotocol is refused": observed,
  });
});

test("a refused connection is told as one, and is the network's fault", async () => {
  const gone = await startTrap(() => undefined);
  await gone.close();
  const { end } = await probePort(gone.port);
  expect(end).toMatchObject({ outcome: "failed", reason: "connection refused", exception: null });
  expect(end.network).toMatch(/^dial tcp 127\.0\.0\.1:\d+: connect: connection refused$/);
  expect(end.evidence).toMatchObject({ socketError: end.network, request: `WS ws://127.0.0.1:${gone.port}/ws` });
});

for (const [code, status] of [
  [401, "401 Unauthorized"],
  [403, "403 Forbidden"],
  [503, "503 Service Unavailable"],
] as const) {
  test(`an upgrade that is answered with ${code} is told with status and body, and is the target's fault`, async () => {
    const { run, end } = await probe(reject(status, '{"detail":"manager not ready"}'));
    expect(end).toMatchObject({ outcome: "failed", reason: `upgrade answered ${code}: manager not ready`, network: null });
    expect(end.evidence).toMatchObject({
      upgradeStatus: code,
      body: '{"detail":"manager not ready"}',
      headers: { "x-request-id": "r-1" },
    });
    const first = run.points.find(({ metric }) => metric === "ws_connecting");
    expect(first?.tags).toMatchObject({ status: String(code), step: "websocket", name: "WS /ws" });
  });
}

test("a server that closes with 1008 after the upgrade is told with code and reason", async () => {
  const { end } = await probe(upgrade((socket) => sendClose(socket, 1008, "token expired")));
  expect(end).toMatchObject({ outcome: "failed", reason: "closed with 1008 policy violation: token expired", network: null });
  expect(end.evidence).toMatchObject({ closeCode: 1008, closeReason: "token expired" });
});

test("a server that upgrades and then says nothing is told as silent", async () => {
  const { end } = await probe(upgrade(() => undefined));
  expect(end).toMatchObject({
    outcome: "failed",
    reason: "no message within 5 s of connecting, nor within 2 s on a connection before",
    network: null,
  });
  expect(end.measures).toHaveProperty("connect_ms");
  expect(end.measures).not.toHaveProperty("first_message_ms");
});

test("a server that greets and then does not answer the ping is told with its last message", async () => {
  const { end } = await probe(upgrade(greet));
  expect(end).toMatchObject({ outcome: "failed", reason: 'no "pong" within 5 s; the last message was "connected"' });
  expect(end.evidence.messages).toEqual([JSON.stringify(greeting)]);
});

test("a handshake that is never answered ends by the kit's own time-out, and is the network's fault", async () => {
  const { end } = await probe(() => undefined);
  const reason = "handshake not answered within 5 s";
  expect(end).toMatchObject({ outcome: "failed", reason, network: reason });
});

test("a close that is never answered fails its check and holds nothing up", async () => {
  const { run, end } = await probe(upgrade(greet, (socket, text) => sendText(socket, pong(text))));
  expect(end).toMatchObject({ outcome: "failed", reason: null, network: null });
  expect(checks(run)).toMatchObject({
    "pong answers our ping": null,
    "close is answered": "close (not answered within 1 s) is answered",
  });
});

test("a connection that is dropped in the middle of the session is told as dropped", async () => {
  const { end } = await probe(upgrade(greet, (socket) => socket.destroy()));
  expect(end).toMatchObject({ outcome: "failed", network: null, evidence: { closeCode: 1006 } });
  expect(end.reason).toMatch(/^connection dropped without a close frame: .*unexpected EOF/);
});

test("an error message ends the wait with what the server said", async () => {
  const { end } = await probe(upgrade((socket) => sendText(socket, { type: "error", code: "E7", message: "no manager" })));
  expect(end).toMatchObject({ outcome: "failed", reason: "the server sent an error: E7 no manager" });
});

test("the token leaves a run only in the marker that registers it", async () => {
  const { run } = await probe(upgrade((socket) => sendText(socket, { type: "connected", user_id: token })));
  const elsewhere = run.stdout.split("\n").filter((line) => line.includes(token) && !line.includes("sonde_secret"));
  expect(elsewhere).toEqual([]);
  expect(run.stdout).toContain("[masked]");
  expect(run.logs).not.toContain(token);
});

/** Two iterations under load against a server that does this, each of which opens and closes a socket; until when k6 was there. */
async function closeTwice(trap: Trap): Promise<number> {
  server = await startTrap(trap);
  const folder = temporaryFolder();
  try {
    const closing = fileURLToPath(new URL("fixtures/scripts/close-under-load.ts", import.meta.url));
    const { code } = await bundle(closing);
    await stopBundling();
    const startedMs = performance.now();
    const { exitCode } = await execa(
      process.env["SONDE_K6"] ?? "k6",
      ["run", "--quiet", "--no-usage-report", "--address=", "-"],
      {
        input: code,
        env: { [runVariables.load]: '{"users":null}', SOCKET_URL: `ws://127.0.0.1:${server.port}/ws`, HOME: folder.path },
        timeout: inTimeMs,
        killSignal: "SIGKILL",
        reject: false,
      },
    );
    expect(exitCode).toBe(0);
    return performance.now() - startedMs;
  } finally {
    folder.remove();
  }
}

test.each<[string, Trap]>([
  ["answers no close, where k6 by itself would hold the user for ever", upgrade(() => undefined)],
  ["answers it", upgrade((socket) => socket.on("data", (chunk: Buffer) => chunk[0] === 0x88 && sendClose(socket, 1000, "")))],
])("under load a socket is closed within its moment when the server %s", async (_what, trap) => {
  expect(await closeTwice(trap)).toBeLessThan(10_000);
});
