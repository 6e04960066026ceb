import { beforeEach, describe, expect, test } from "vitest";
import auth from "./auth.ts";
import { type StubResponse, json, plain, refused, sentRequests } from "./stubs/http.ts";
import { type Report, perform, secrets } from "./stubs/perform.ts";
import { platform, signedIn, token, tokenWith } from "./stubs/platform.ts";

const nowS = Math.floor(Date.now() / 1_000);
const bodyOf = (nth: number) => JSON.parse(sentRequests()[nth]?.body ?? "{}") as Record<string, string>;
const allPassed = { "wrong-password": "passed", "sign-in": "passed", token: "passed", me: "passed", "no-token": "passed" };

/** Signs in with this answer; who has the wrong password is still refused. */
function signingIn(answer: StubResponse): void {
  platform({ "/auth/login": ({ body }) => (body?.includes(secrets.password) ? answer : undefined) });
}

function failedChecks({ checks }: Report) {
  return Object.values(checks).filter((observed) => observed !== null);
}

beforeEach(() => platform());

test("passes where a sound token is accepted as ours, and strangers are refused", async () => {
  const report = await perform(auth);
  expect(report.outcomes).toEqual(allPassed);
  expect(sentRequests()[2]?.params.headers).toMatchObject({ Authorization: `Bearer ${token}` });
  const measures = report.ends["token"]?.measures ?? {};
  expect(measures["token_expires_in_s"]).toBeGreaterThan(600);
  expect(measures["token_expires_in_s"]).toBeLessThanOrEqual(901);
  expect(Math.abs(measures["clock_offset_ms"] ?? Number.NaN)).toBeLessThan(300_000);
});

test("tries the wrong password first, and it is not ours with something added", async () => {
  await perform(auth);
  expect(bodyOf(0)["email"]).toBe(secrets.email);
  expect(bodyOf(0)["password"]).toMatch(/^not-the-password-\d+$/);
  expect(bodyOf(1)["password"]).toBe(secrets.password);
});

describe("the token fails the step", () => {
  test.each<[string, string, string]>([
    ["without parts", "opaque-token", "token (has 1 part) is a JWT of three parts"],
    ["with two parts", "e30.e30", "token (has 2 parts) is a JWT of three parts"],
    ["without a signature", "e30.e30.", "token (has no signature) is a JWT of three parts"],
    ["with a header that is no JSON", "abcd.e30.x", "token (has a header that is no JSON) is a JWT of three parts"],
    ["with claims that are no base64", "e30.!!!.x", "token (has claims that are no JSON) is a JWT of three parts"],
    ["that is signed by nobody", tokenWith({}, { alg: "none" }), 'the token\'s alg ("none") names a signature'],
    ["that expired", tokenWith({ exp: nowS - 7_500 }), "the token's exp (2 h 5 m ago) is in the future"],
    ["that never expires", tokenWith({ exp: undefined }), "the token's exp (missing) is in the future"],
    ["of another user", tokenWith({ sub: "u-2" }), 'the token\'s sub ("u-2") is "u-1"'],
    ["of another user by user_id", tokenWith({ sub: undefined, user_id: 2 }), 'the token\'s user_id (2) is "u-1"'],
    ["of nobody", tokenWith({ sub: undefined }), 'the token\'s user_id (missing) is "u-1"'],
    ["with another address", tokenWith({ email: "a@b.c" }), 'the token\'s email ("a@b.c") is "[masked]"'],
    ["from tomorrow", tokenWith({ iat: nowS + 86_400 }), "the target's clock (1 d ahead by iat) is within 1 m of ours"],
    ["from long ago", tokenWith({ iat: nowS - 600 }), "the target's clock (10 m behind by iat) is within 1 m of ours"],
  ])("%s", async (_what, given, observed) => {
    signingIn(signedIn(given));
    const report = await perform(auth);
    expect(report.outcomes).toEqual({ ...allPassed, token: "failed" });
    expect(failedChecks(report).map((text) => text.replace(/\b(?:9 m 59 s|10 m \d s)\b/, "10 m"))).toEqual([observed]);
    expect(JSON.stringify(report.samples.filter(({ metric }) => metric !== "sonde_secret"))).not.toContain(given);
  });

  test.each([
    ["behind", -3_600_000, /^the target's clock \((?:1 h|59 m \d+ s) behind by date\) is within 1 m of ours$/],
    ["ahead", 7_200_000, /^the target's clock \((?:2 h|1 h 59 m) ahead by date\) is within 1 m of ours$/],
  ])("of a platform whose clock is %s by its own date", async (_how, offsetMs, observed) => {
    signingIn(signedIn(token, { Date: new Date(Date.now() + offsetMs).toUTCString() }));
    const { checks, ends } = await perform(auth);
    expect(checks["the target's clock agrees with ours"]).toMatch(observed);
    expect(Math.abs((ends["token"]?.measures["clock_offset_ms"] ?? 0) - offsetMs)).toBeLessThan(2_000);
  });
});

test.each([
  ["without an address", tokenWith({ email: undefined })],
  ["with user_id for sub", tokenWith({ sub: undefined, user_id: "u-1" })],
  ["with the address for sub", tokenWith({ sub: secrets.email })],
  ["without iat", tokenWith({ iat: undefined })],
])("a token %s is sound", async (_what, given) => {
  signingIn(signedIn(given));
  expect((await perform(auth)).outcomes).toEqual(allPassed);
});

test.each<[string, StubResponse, string]>([
  ["somebody else's", json(200, { id: "u-2", email: "a@b.c" }), 'email ("a@b.c") is "[masked]"'],
  ["refused", json(401, { detail: "Invalid or expired token" }), "status (401) is 200: Invalid or expired token"],
])("fails when the account is %s", async (_what, answer, observed) => {
  platform({ "/auth/me": answer });
  const report = await perform(auth);
  expect(report.outcomes).toEqual({ ...allPassed, me: "failed" });
  expect(failedChecks(report)).toContain(observed);
});

describe("who should be refused", () => {
  const openDoor = json(200, { user: { id: "u-1" }, threads: [], secret: "s-123" });

  test.each<[string, string, StubResponse, string, string]>([
    ["is let in", "/api/dashboard", openDoor, "dashboard", "answer (200: with user, threads, secret) lets nobody in"],
    ["gets a page", "/api/chat", plain(200, "hi"), "chat", "answer (200: text/plain) lets nobody in"],
    ["is sent away", "/api/chat", json(302, {}), "chat", "answer (302) lets nobody in"],
  ])("for want of a token %s", async (_what, path, answer, name, observed) => {
    platform({ [path]: ({ params }) => (params.headers["Authorization"] ? undefined : answer) });
    const { outcomes, checks } = await perform(auth);
    expect(outcomes).toEqual({ ...allPassed, "no-token": "failed" });
    expect(checks[`${name} lets nobody in without a token`]).toBe(observed);
  });

  test.each<[string, StubResponse]>([
    ["is broken", json(503, { detail: "Startup not complete" })],
    ["does not answer", refused],
    ["hides what it has", json(404, { detail: "Not Found" })],
    ["has been asked too often", json(429, { detail: "slow down" })],
  ])("for want of a token are not let in by a backend that %s either, and sign-in works", async (_what, answer) => {
    platform({ "/api/dashboard": answer, "/api/chat": answer });
    expect((await perform(auth)).outcomes).toEqual(allPassed);
  });

  test("for a wrong password, again and again, may be told to wait", async () => {
    platform({
      "/auth/login": ({ body }) => (body?.includes(secrets.password) ? undefined : json(429, { detail: "slow down" })),
    });
    expect((await perform(auth)).outcomes).toEqual(allPassed);
  });

  test("for a wrong password is let in: its token is masked all the same", async () => {
    platform({ "/auth/login": signedIn() });
    const report = await perform(auth);
    expect(report.outcomes).toEqual({ ...allPassed, "wrong-password": "failed" });
    expect(failedChecks(report)).toEqual([
      "answer (200: with access_token, token_type, expires_in, user) is a refusal (401 or 403)",
    ]);
    expect(JSON.stringify(report.samples.filter(({ metric }) => metric !== "sonde_secret"))).not.toContain(token);
  });
});

test("asks nobody else when the auth service is down, and says so in each step", async () => {
  platform({ "/auth/login": json(503, { detail: "down" }) });
  const report = await perform(auth);
  expect(report.outcomes).toEqual({
    "wrong-password": "failed",
    "sign-in": "failed",
    token: "blocked",
    me: "blocked",
    "no-token": "passed",
  });
  expect(failedChecks(report)[0]).toBe("answer (503: down) is a refusal (401 or 403)");
});
