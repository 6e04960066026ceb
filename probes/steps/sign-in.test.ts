import { beforeEach, expect, test } from "vitest";
import type { Session } from "./sign-in.ts";
import { signInStep } from "./sign-in.ts";
import dashboard from "../dashboard.ts";
import { declare } from "../kit/declare.ts";
import { journey } from "../kit/journey.ts";
import { env, target } from "../stubs/env.ts";
import { type StubResponse, html, json, refused, sentRequests } from "../stubs/http.ts";
import { perform, secrets } from "../stubs/perform.ts";
import { platform, signedIn, token } from "../stubs/platform.ts";
import { runVariables } from "../../worker/contract/settings.ts";

beforeEach(() => platform());

/** Signs in and gives what later steps would get. */
async function session(): Promise<Session | undefined> {
  let got: Session | undefined;
  const run = journey(declare({ steps: { "sign-in": {} } }), async ({ step, target, secret }) => {
    got = await step("sign-in", signInStep({ target, secret }));
  });
  await perform(run);
  return got;
}

test("sends the credentials as JSON to the auth service, and registers the token", async () => {
  const { samples } = await perform(dashboard);
  expect(sentRequests()[0]).toMatchObject({
    method: "POST",
    url: "http://auth/auth/login",
    body: JSON.stringify({ email: secrets.email, password: secrets.password }),
    params: { tags: { name: "POST /auth/login", step: "sign-in" } },
  });
  expect(samples.find(({ metric }) => metric === "sonde_secret")?.document).toEqual({ value: token });
});

test("gives token, user, address, life and what the answer tells of the target's clock", async () => {
  const date = new Date(Date.now() - 90_000).toUTCString();
  platform({ "/auth/login": signedIn(token, { date }) });
  const got = await session();
  expect(got).toMatchObject({ token, userId: "u-1", email: secrets.email, expiresInS: 900 });
  expect(got?.clockOffsetMs).toBeGreaterThan(-92_000);
  expect(got?.clockOffsetMs).toBeLessThan(-88_000);
});

test("gives null for what the answer does not say, and a numbered user as text", async () => {
  platform({ "/auth/login": json(200, { access_token: token, user: { id: 7 } }) });
  expect(await session()).toMatchObject({ userId: "7", expiresInS: null, clockOffsetMs: null });
});

test("calls everything as the target does", async () => {
  const before = env[runVariables.target] ?? "";
  const fields = { ...target.fields, email: "login", password: "pass", token: "data.jwt", signedInId: "data.uid" };
  env[runVariables.target] = JSON.stringify({ ...target, paths: { ...target.paths, signIn: "/v2/session" }, fields });
  platform({ "/v2/session": json(200, { data: { jwt: token, uid: "u-9" } }) });
  expect(await session()).toMatchObject({ token, userId: "u-9" });
  expect(JSON.parse(sentRequests()[0]?.body ?? "")).toEqual({ login: secrets.email, pass: secrets.password });
  env[runVariables.target] = before;
});

test.each<[string, StubResponse, string[]]>([
  ["refused", refused, ["status (none: dial: connection refused) is 200"]],
  ["turned away", json(401, { detail: "bad credentials" }), ["status (401) is 200: bad credentials"]],
  ["answered without a token", json(200, {}), ["access_token (missing) is a text with something in it"]],
  ["answered with a page", html(200, "<p>"), ['access_token: body (text/html "<p>") is JSON']],
])("%s blocks what needs it, and nobody goes on", async (_how, answer, observed) => {
  platform({ "/auth/login": answer });
  const { outcomes, checks, ends } = await perform(dashboard);
  expect(outcomes).toEqual({ "sign-in": "failed", dashboard: "blocked" });
  expect(Object.values(checks)).toEqual(expect.arrayContaining(observed));
  expect(sentRequests()).toHaveLength(1);
  expect(ends["sign-in"]?.exception).toBeNull();
});

test("registers a token even when the rest of the answer is wrong", async () => {
  platform({ "/auth/login": json(500, { access_token: token }) });
  const { samples, ends } = await perform(dashboard);
  expect(samples.map(({ metric }) => metric)).toContain("sonde_secret");
  expect(ends["sign-in"]?.evidence.body).toBe('{"access_token":"[masked]"}');
});
