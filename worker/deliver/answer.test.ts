import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outcomeOf } from "./answer.ts";
import { retryAfterMs } from "./retry-after.ts";

const nowMs = Date.UTC(2026, 0, 1);
const conflict =
  'partial write: field type conflict: input field "x" on measurement "m" is type float, already exists as type integer dropped=3';
const json = (error: string) => JSON.stringify({ error });

describe("an answer to a write", () => {
  test.each([
    ["204 means written", 204, "", { kind: "written" }],
    ["500 is tried again", 500, json("timeout"), { kind: "try-again", reason: "InfluxDB answered 500: timeout" }],
    [
      "503 with a proxy's page is tried again, without the page",
      503,
      "<html>",
      { kind: "try-again", reason: "InfluxDB answered 503" },
    ],
    ["200 with a portal's page is not taken for written", 200, "<html>", { kind: "try-again" }],
    ["200 without a body is not taken for written", 200, "", { kind: "try-again" }],
    ["a redirect is not followed with our credentials", 302, "", { kind: "try-again" }],
    ["401 refuses the credentials", 401, json("authorization failed"), { kind: "refused-credentials" }],
    ["403 refuses the credentials, whoever says it", 403, "<html>", { kind: "refused-credentials" }],
    ["404 of 1.x means that there is no database", 404, json('database not found: "x"'), { kind: "no-database" }],
    ["404 of a proxy is tried again", 404, "not found", { kind: "try-again" }],
    [
      "400 of a partial write says how many were left out",
      400,
      json(conflict),
      { kind: "partial", reason: conflict, dropped: 3 },
    ],
    [
      "400 of a partial write without a count says so",
      400,
      json("partial write: unable to parse 'x': y dropped=0"),
      { kind: "partial", dropped: null },
    ],
    [
      "400 of InfluxDB refuses the batch",
      400,
      json("unable to parse 'x'"),
      { kind: "unacceptable", reason: "unable to parse 'x'" },
    ],
    ["400 of 2.x speaks in `message`", 400, '{"code":"invalid","message":"bad"}', { kind: "unacceptable", reason: "bad" }],
    ["400 of a proxy costs no point", 400, "<html>Bad Request</html>", { kind: "try-again" }],
    ["400 that breaks off costs no point", 400, '{"error":"unable to pa', { kind: "try-again" }],
    ["413 is too large", 413, json("Request Entity Too Large"), { kind: "too-large", final: true }],
    ["413 of a proxy is too large for now", 413, "<html>too large</html>", { kind: "too-large", final: false }],
    ["a status that nobody knows is tried again", 799, "", { kind: "try-again" }],
  ])("%s", (_title, status, body, expected) => {
    expect(outcomeOf({ status, retryAfter: null, body }, nowMs)).toMatchObject(expected);
  });

  test("of whatever form never costs a point unless it is a 400 or 413", () => {
    const status = fc.integer({ min: 200, max: 599 }).filter((code) => ![204, 400, 413].includes(code));
    fc.assert(
      fc.property(status, fc.option(fc.string(), { nil: null }), fc.oneof(fc.string(), fc.json()), (status, retryAfter, body) => {
        expect(["try-again", "refused-credentials", "no-database"]).toContain(
          outcomeOf({ status, retryAfter, body }, nowMs).kind,
        );
      }),
    );
  });
});

describe("Retry-After", () => {
  test.each([
    ["seconds", "120", 120_000],
    ["a date", "Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
    ["a date that is over", "Wed, 31 Dec 2025 23:00:00 GMT", 0],
    ["more than an hour, which is cut to an hour", "999999999", 3_600_000],
    ["nonsense", "soon", null],
    ["nothing", "", null],
  ])("may be %s", (_title, header, expected) => {
    expect(retryAfterMs(header, nowMs)).toBe(expected);
  });

  test("reaches the outcome of a 429", () => {
    expect(outcomeOf({ status: 429, retryAfter: "7", body: "" }, nowMs)).toMatchObject({
      kind: "try-again",
      retryAfterMs: 7_000,
    });
  });
});
