import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDemo } from "../demo/server.ts";
import type { JourneyDeclaration } from "../worker/contract/config.ts";
import { markers } from "../worker/contract/markers.ts";
import { checks, outcomes, stepEnd } from "./support/markers.ts";
import { inspectJourney, runJourney, settingsFor, traceId } from "./support/run-k6.ts";
import { startTrap } from "./support/trap-server.ts";

const secrets = { email: "probe@example.com", password: "correct horse" };

let demo: Awaited<ReturnType<typeof startDemo>>;

beforeAll(async () => {
  demo = await startDemo({ port: 0, faults: [], timeScale: 0.1, ...secrets });
});
afterAll(() => demo.close());

async function run(journey: string, given: Record<string, string> = secrets) {
  return runJourney(`probes/${journey}.ts`, settingsFor(demo.url), given);
}

describe("against a healthy platform", () => {
  test.each([
    ["health", { "auth-health": "passed", "api-health": "passed" }],
    ["auth", { "wrong-password": "passed", "sign-in": "passed", token: "passed", me: "passed", "no-token": "passed" }],
    ["dashboard", { "sign-in": "passed", dashboard: "passed" }],
    ["chat", { "sign-in": "passed", chat: "passed", "chat-stream": "passed", "chat-socket": "passed" }],
    [
      "websocket",
      { "sign-in": "passed", websocket: "passed", reconnect: "passed", subprotocol: "passed", "wrong-token": "passed" },
    ],
  ])("%s passes every step and every check, and ends with its marker", async (journey, expected) => {
    const passed = await run(journey);
    expect(outcomes(passed)).toEqual(expected);
    const seen = checks(passed);
    expect(Object.keys(seen).length).toBeGreaterThanOrEqual(4);
    expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, null])));
    expect(passed.points.some(({ metric }) => metric === markers.journeyEnded)).toBe(true);
    expect(passed.logs).toBe("");
  });

  test("health needs no secret to start", async () => {
    const passed = await run("health", {});
    expect(outcomes(passed)).toEqual({ "auth-health": "passed", "api-health": "passed" });
  });

  test("chat measures the answer by each way", async () => {
    const passed = await run("chat");
    const measured = (step: string) => Object.keys(stepEnd(passed, step).measures).sort();
    expect(measured("chat")).toEqual(["answer_length", "first_byte_ms", "full_answer_ms", "recommendations"]);
    expect(measured("chat-stream")).toEqual(["answer_length", "first_byte_ms", "full_answer_ms"]);
    expect(measured("chat-socket")).toEqual([
      "connect_ms",
      "events_missing",
      "events_per_s",
      "events_received",
      "first_answer_ms",
      "first_message_ms",
      "full_answer_ms",
      "longest_gap_ms",
    ]);
    expect(stepEnd(passed, "chat-socket").measures).toMatchObject({ events_received: 5, events_missing: 0 });
  });

  test("auth measures how long the token is good for, and the difference of the clocks", async () => {
    const { measures } = stepEnd(await run("auth"), "token");
    expect(measures["token_expires_in_s"]).toBeGreaterThan(60);
    expect(Math.abs(measures["clock_offset_ms"] ?? Number.NaN)).toBeLessThan(60_000);
  });

  test("every step that asked something proves that the platform answered", async () => {
    const { contact } = stepEnd(await run("dashboard"), "dashboard");
    expect(contact).toMatchObject({ answers: 1, remoteAddresses: ["127.0.0.1"], traceEchoes: 1 });
    expect(Math.abs(Date.now() - (contact?.serverDateMs ?? 0))).toBeLessThan(60_000);
  });

  test("websocket measures connecting, the first message and a round trip", async () => {
    const { measures } = stepEnd(await run("websocket"), "websocket");
    expect(Object.keys(measures).sort()).toEqual(["connect_ms", "first_message_ms", "round_trip_ms"]);
  });

  test("every sample of a request carries its step and a name without ids, and the platform saw the trace", async () => {
    const passed = await run("dashboard");
    const names = passed.points
      .filter(({ metric }) => metric === "http_reqs")
      .map(({ tags }) => [tags["step"], tags["name"], tags["url"]]);
    expect(names).toEqual([
      ["sign-in", "POST /auth/login", undefined],
      ["dashboard", "GET /api/dashboard", undefined],
    ]);
    expect(stepEnd(passed, "dashboard").evidence.headers?.["x-trace-id"]).toBe(traceId);
  });

  test("a wrong password is told as turned away, and what needs it is blocked", async () => {
    const turnedAway = await run("dashboard", { ...secrets, password: "wrong horse" });
    expect(outcomes(turnedAway)).toEqual({ "sign-in": "failed", dashboard: "blocked" });
    expect(checks(turnedAway)["sign-in answers 200"]).toMatch(/^status \(401\) is 200/);
  });

  test("no secret leaves a run but in the marker that registers it", async () => {
    const { stdout, logs, points } = await run("websocket");
    const registered = points.filter(({ metric }) => metric === markers.secret).map(({ metadata }) => metadata["sonde"] ?? "{}");
    const [token = ""] = registered.map((document) => (JSON.parse(document) as { value: string }).value);
    expect(token.length).toBeGreaterThan(10);
    const lines = [...stdout.split("\n"), ...logs.split("\n")].filter((line) => !line.includes(`"${markers.secret}"`));
    for (const value of [token, ...Object.values(secrets)]) expect(lines.filter((line) => line.includes(value))).toEqual([]);
  });
});

describe("against a backend that answers 503", () => {
  beforeAll(() => demo.setFaults(["backend-503"]));
  afterAll(() => demo.setFaults([]));

  test.each(["dashboard", "chat", "websocket"])("%s fails with what it saw, while sign-in passes", async (step) => {
    const failed = await run(step);
    expect(outcomes(failed)).toMatchObject({ "sign-in": "passed", [step]: "failed" });
    const { evidence, exception, reason } = stepEnd(failed, step);
    expect(exception).toBeNull();
    expect([reason, ...Object.values(checks(failed))].join("\n")).toMatch(
      /status \(503\) is 200|upgrade answered \d+|closed with|dropped|no message/,
    );
    expect(evidence).toMatchObject({ request: expect.stringMatching(/^(GET|POST|WS) /) });
  });
});

test("a run that is killed while it waits has already said which step it waits in", async () => {
  const silent = await startTrap(() => undefined);
  const { points } = await runJourney("probes/dashboard.ts", settingsFor(`http://127.0.0.1:${silent.port}`), secrets, 2_000);
  await silent.close();
  const said = points.filter(({ metric }) => metric.startsWith("sonde_step")).map(({ metric, tags }) => [metric, tags["step"]]);
  expect(said).toEqual([[markers.stepStarted, "sign-in"]]);
});

test("a journey that was started without the worker says how to run it", async () => {
  const { logs, points } = await runJourney("probes/health.ts", null);
  expect(logs).toContain("Run the journey through `sonde once --journey FILE --target NAME`.");
  expect(points.map(({ metric }) => metric)).toContain(markers.journeyEnded);
});

test.each([
  ["health", ["auth-health", "api-health"]],
  ["auth", ["wrong-password", "sign-in", "token", "me", "no-token"]],
  ["dashboard", ["sign-in", "dashboard"]],
  ["chat", ["sign-in", "chat", "chat-stream", "chat-socket"]],
  ["websocket", ["sign-in", "websocket", "reconnect", "subprotocol", "wrong-token"]],
])("k6 inspect prints the declaration of %s without a warning", async (journey, steps) => {
  const { options, logs } = await inspectJourney(`probes/${journey}.ts`);
  expect(logs).toBe("");
  const { ext } = options as { ext: { sonde: JourneyDeclaration } };
  expect(Object.keys(ext.sonde.steps).sort()).toEqual([...steps].sort());
  for (const { needs, budgetMs, limitsMs } of Object.values(ext.sonde.steps)) {
    expect(steps).toEqual(expect.arrayContaining(needs));
    for (const limitMs of [budgetMs ?? 1, ...Object.values(limitsMs)]) expect(limitMs).toBeGreaterThan(0);
  }
});
