import { describe, expect, test } from "vitest";
import { markers } from "../contract/markers.ts";
import { atMs, checkLine, endLine, pointLine, requestLine, secretLine, socketLine, startLine } from "./fake-lines.ts";
import { observeLines } from "./observe-lines.ts";

const observe = (...samples: string[]) => observeLines({ samples });
const stepOf = (...samples: string[]) => observe(...samples).steps[0];

const step = "sign-in";
const phases = (given: Record<string, number>) =>
  Object.entries(given).map(([phase, ms]) => pointLine(`http_req_${phase}`, ms, { step }));

describe("a step of the kit", () => {
  test("has its start, its end and everything between", () => {
    const observed = observe(
      startLine(step),
      requestLine({ step, ip: "10.0.0.1", status: "201", method: "POST", name: "POST /auth/login" }, 110),
      ...phases({ blocked: 3, connecting: 1, tls_handshaking: 2, sending: 0.5, waiting: 100, receiving: 0.25 }),
      checkLine("status is 201", true, { step }),
      endLine(step, { durationMs: 130, measures: { token_expires_in_s: 900 }, bytesReceived: 64, revision: "abc123" }),
    );
    expect(observed).toMatchObject({ requests: 1, responses: 1, badResponses: 0, revision: "abc123", unreadableLines: 0 });
    expect(observed.steps).toEqual([
      {
        name: step,
        started: 1,
        firstStartedAtMs: atMs,
        lastStartedAtMs: atMs,
        open: false,
        ended: { outcome: "passed", occurrences: 1, reason: null, exception: null, evidence: {} },
        durationsMs: [130],
        timings: { blockedMs: 3, connectingMs: 1, tlsMs: 2, sendingMs: 0.5, waitingMs: 100, receivingMs: 0.25 },
        status: 201,
        closeCode: null,
        bytesReceived: 64,
        remoteAddress: "10.0.0.1",
        checks: [{ name: "status is 201", passed: true, passes: 1, fails: 0, observed: null }],
        requests: [
          { name: "POST /auth/login", method: "POST", status: 201, durationMs: 110, remoteAddress: "10.0.0.1", error: null },
        ],
        network: null,
        measures: { token_expires_in_s: 900 },
      },
    ]);
  });

  test("is open until it has ended as often as it started", () => {
    expect(stepOf(startLine(step))).toMatchObject({ open: true, started: 1, ended: null });
    expect(stepOf(startLine(step), endLine(step), startLine(step))).toMatchObject({ open: true, started: 2 });
    expect(stepOf(startLine(step), startLine(step), endLine(step), endLine(step))).toMatchObject({ open: false, started: 2 });
  });

  test("that ended without having started started when its duration says", () => {
    expect(stepOf(endLine(step, { durationMs: 200 }))).toMatchObject({
      started: 1,
      firstStartedAtMs: atMs - 200,
      open: false,
      durationsMs: [200],
    });
  });

  test("is timed by the kit alone, whatever its requests took", () => {
    expect(stepOf(startLine(step), requestLine({ step }, 80), requestLine({ step }, 90), endLine(step))).toMatchObject({
      started: 1,
      durationsMs: [120],
    });
  });

  test("does not fail by a refused request of which the kit says that it was tried again", () => {
    const refused = requestLine({ step, status: "0", error: "dial: connection refused", error_code: "1212" });
    expect(stepOf(startLine(step), refused, endLine(step))?.network).toBeNull();
  });

  test("may have any name", () => {
    for (const name of ["__proto__", "constructor", "a / b", "☃"]) {
      expect(stepOf(startLine(name), endLine(name))).toMatchObject({ name, open: false });
    }
  });

  test.each([
    ["that is missing", pointLine(markers.stepEnded, 5, { step })],
    ["that is no JSON", pointLine(markers.stepEnded, 5, { step }, "passed")],
    ["that is not the kit's", pointLine(markers.stepEnded, 5, { step }, { outcome: "fine" })],
  ])("whose end carries a document %s is open, and the line counts as unreadable", (_title, line) => {
    const observed = observe(startLine(step), line);
    expect(observed.unreadableLines).toBe(1);
    expect(observed.steps[0]).toMatchObject({ open: true, ended: null });
  });
});

describe("a step of a plain script", () => {
  test("is a request with what k6's duration leaves out", () => {
    const tags = { name: "GET /a", method: "GET" };
    expect(stepOf(requestLine(tags, 100), pointLine("http_req_blocked", 20, tags))).toMatchObject({
      name: "GET /a",
      started: 1,
      durationsMs: [120],
      firstStartedAtMs: atMs - 100,
      open: false,
    });
  });

  test("is a group with k6's own duration, and its requests do not time it", () => {
    const group = { group: "::shop" };
    expect(stepOf(requestLine(group), requestLine(group), pointLine("group_duration", 500, group))).toMatchObject({
      name: "shop",
      started: 1,
      durationsMs: [500],
      requests: { length: 2 },
    });
  });

  test("is a `step` tag, each request an occurrence", () => {
    expect(stepOf(requestLine({ step }, 100), requestLine({ step }, 200))).toMatchObject({ started: 2, durationsMs: [100, 200] });
  });

  test.each(["::setup", "::teardown"])("is %s, timed by its requests", (group) => {
    expect(stepOf(requestLine({ group }, 100))).toMatchObject({ name: group.slice(2), durationsMs: [100] });
  });

  test("is each of several URLs, and a check belongs to the request before it in its scenario", () => {
    const observed = observe(
      requestLine({ name: "GET /a", scenario: "one" }),
      requestLine({ name: "GET /b", scenario: "two" }),
      checkLine("a is fine", true, { scenario: "one" }),
      checkLine("b is fine", true, { scenario: "two" }),
      checkLine("nothing was asked", true, { scenario: "three" }),
    );
    expect(observed.steps.map(({ name, checks }) => [name, checks.map((check) => check.name)])).toEqual([
      ["GET /a", ["a is fine"]],
      ["GET /b", ["b is fine"]],
      ["outside steps", ["nothing was asked"]],
    ]);
  });
});

describe("a request", () => {
  test.each([
    ["200", { responses: 1, badResponses: 0 }],
    ["404", { responses: 1, badResponses: 0 }],
    ["499", { responses: 1, badResponses: 0 }],
    ["500", { responses: 1, badResponses: 1 }],
    ["503", { responses: 1, badResponses: 1 }],
    ["0", { responses: 0, badResponses: 1 }],
    ["", { responses: 0, badResponses: 1 }],
    ["soon", { responses: 0, badResponses: 1 }],
  ])("with status %j counts", (status, expected) => {
    expect(observe(requestLine({ status }))).toMatchObject({ requests: 1, ...expected });
  });

  test.each([
    ["no such host", "1101", "lookup: no such host"],
    ["connection refused", "1212", "dial: connection refused"],
    ["a certificate that nobody trusts", "1310", "x509: unknown authority"],
  ])("that failed by %s is the network's", (_title, error_code, error) => {
    expect(stepOf(requestLine({ status: "0", error_code, error }))?.network).toBe(error);
  });

  test("that failed without words is told by its code", () => {
    expect(stepOf(requestLine({ status: "0", error_code: "1212" }))?.network).toBe("k6's error 1212");
  });

  test.each([
    ["a time-out", { status: "0", error_code: "1050", error: "request timeout" }],
    ["a 503", { status: "503", error_code: "1503" }],
    ["an HTTP/2 error", { status: "0", error_code: "1600" }],
    ["a code that is none", { status: "0", error_code: "many" }],
  ])("that failed by %s is the target's", (_title, tags) => {
    expect(stepOf(requestLine(tags))?.network).toBeNull();
  });
});

describe("a socket", () => {
  test("that was refused has no status and is the network's", () => {
    const observed = observe(socketLine());
    expect(observed).toMatchObject({ requests: 1, responses: 0, badResponses: 1 });
    expect(observed.steps[0]).toMatchObject({ name: "WS 127.0.0.1:4000/ws", network: "refused or not answered", status: 0 });
  });

  test.each(["101", "403"])("whose upgrade was answered with %s is not", (status) => {
    expect(observe(socketLine({ status }))).toMatchObject({ responses: 1, badResponses: 0, steps: [{ network: null }] });
  });
});

/** What a failed check of a plain script shows after these answers. */
function shownAfter(...answers: Record<string, string>[]) {
  const requests = answers.map((given) => requestLine({ step, name: "GET /a", ...given }));
  return stepOf(...requests, checkLine("ok", false, { step }))?.checks[0]?.observed;
}

describe("a check", () => {
  test.each([1, 0, 0.5, 2, -1, 1e308])("of value %d passed only if that is 1", (value) => {
    expect(stepOf(pointLine("checks", value, { check: "ok", step }))?.checks[0]).toMatchObject({
      name: "ok",
      passed: value === 1,
    });
  });

  test("of the kit shows what it saw", () => {
    expect(stepOf(checkLine("status is 200", false, { step }, "status (503) is 200"))?.checks[0]?.observed).toBe(
      "status (503) is 200",
    );
  });

  test("of a plain script shows the answer before it", () => {
    expect(shownAfter({ status: "200" }, { status: "503" })).toBe("GET /a answered 503");
    expect(shownAfter({ status: "0", error: "request timeout" })).toBe("GET /a answered request timeout");
    expect(shownAfter()).toBeNull();
  });

  test("after hundreds of requests shows the answer before it, not an older one", () => {
    const before = Array.from({ length: 150 }, () => requestLine({ step, name: "GET /a" }));
    const observed = stepOf(...before, requestLine({ step, name: "GET /a", status: "503" }), checkLine("ok", false, { step }));
    expect(observed?.checks[0]?.observed).toBe("GET /a answered 503");
  });

  test("without a name has one all the same", () => {
    expect(stepOf(pointLine("checks", 1, { step }))?.checks[0]?.name).toBe("(no name)");
  });
});

test("a check after a request whose step is one too many is not shown under another step", () => {
  const samples = Array.from({ length: 150 }, (_, index) =>
    requestLine({ name: `GET /${index}`, status: index < 149 ? "200" : "503" }),
  );
  const observed = observe(...samples, checkLine("ok", false));
  expect(observed).toMatchObject({ tooManySteps: true, requests: 150, responses: 150, badResponses: 1 });
  expect(observed.steps.flatMap(({ checks }) => checks)).toEqual([]);
});

function learn(...samples: string[]) {
  const learned: string[] = [];
  const observed = observeLines({ samples }, { learnSecret: (value) => void learned.push(value) });
  return { learned, observed };
}

describe("a secret that the journey came by", () => {
  test("is learned and not kept", () => {
    const { learned, observed } = learn(startLine(step), secretLine({ value: "tok-4711" }), endLine(step));
    expect(learned).toEqual(["tok-4711"]);
    expect(JSON.stringify(observed)).not.toContain("tok-4711");
  });

  test.each([
    ["is no text", secretLine({ value: 4_711 })],
    ["is missing", pointLine(markers.secret, 1)],
    ["is no JSON", secretLine("tok-4711")],
  ])("and that %s cannot be masked: the line counts as unreadable", (_title, line) => {
    const { learned, observed } = learn(line);
    expect(learned).toEqual([]);
    expect(observed.unreadableLines).toBe(1);
  });
});

test.each([markers.flush, "vus", "iterations", "data_sent", "my_counter", "__proto__", "constructor"])(
  "%s makes no step",
  (metric) => {
    expect(observe(pointLine(metric, 1, { step, name: "x" }))).toMatchObject({ steps: [], unreadableLines: 0 });
  },
);

test("odd durations are kept as they were told, and nothing breaks", () => {
  const odd = [-5, 1e308, -1e308, Number.MIN_VALUE];
  const samples = odd.flatMap((ms) => [requestLine({ step }, ms), pointLine("http_req_blocked", ms, { step })]);
  const [observed] = observe(...samples, ...odd.map((durationMs) => endLine("chat", { durationMs }))).steps;
  expect(observed?.durationsMs[0]).toBe(-10);
  expect(observed?.started).toBe(4);
});
