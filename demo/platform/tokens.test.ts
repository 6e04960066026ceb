import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Tokens, createTokens } from "./tokens.ts";

const user = { id: "u-1", email: "u@demo.example" };
const valid = { kind: "valid", userId: "u-1", expiresMs: expect.any(Number) };
const badSignature = { kind: "refused", because: "Invalid token: signature verification failed" };
const both = ["auth", "backend"] as const;

function part(token: string, index: number): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString("utf8"));
}

/** What each of the services makes of a token. */
function seenBy(tokens: Tokens, token: string) {
  return Object.fromEntries(both.map((by) => [by, tokens.verify(token, by)]));
}

test("a token says who it is for, by whom, for what and how long, and no two are the same", () => {
  const tokens = createTokens(() => 1_700_000_000_500, 60);
  const token = tokens.issue(user);
  expect(part(token, 0)).toEqual({ alg: "HS256", typ: "JWT" });
  expect(part(token, 1)).toEqual({
    iss: expect.stringMatching(/^https:/),
    aud: expect.any(String),
    sub: "u-1",
    email: user.email,
    iat: 1_700_000_000,
    nbf: 1_700_000_000,
    exp: 1_700_000_060,
    jti: expect.any(String),
  });
  expect(seenBy(tokens, token)).toEqual({
    auth: { kind: "valid", userId: "u-1", expiresMs: 1_700_000_060_000 },
    backend: { kind: "valid", userId: "u-1", expiresMs: 1_700_000_060_000 },
  });
  expect(tokens.issue(user)).not.toBe(token);
});

test.each(both)("a token expires, for %s too", (by) => {
  let nowMs = 1_700_000_000_000;
  const tokens = createTokens(() => nowMs, 60);
  const token = tokens.issue(user);
  nowMs += 59_999;
  expect(tokens.verify(token, by)).toEqual(valid);
  nowMs += 1;
  expect(tokens.verify(token, by)).toEqual({ kind: "refused", because: "Token has expired" });
});

describe("an auth service with the key of yesterday", () => {
  test("takes its own tokens, and the backend does not", () => {
    const tokens = createTokens();
    tokens.setIssuer({ key: "yesterday" });
    expect(seenBy(tokens, tokens.issue(user))).toEqual({ auth: valid, backend: badSignature });
  });

  test("does not know the tokens of before, which the backend still takes", () => {
    const tokens = createTokens();
    const before = tokens.issue(user);
    tokens.setIssuer({ key: "yesterday" });
    expect(seenBy(tokens, before)).toEqual({ auth: badSignature, backend: valid });
  });

  test("leaves tokens behind that nobody takes once it has the right key again", () => {
    const tokens = createTokens();
    tokens.setIssuer({ key: "yesterday" });
    const meanwhile = tokens.issue(user);
    tokens.setIssuer({});
    expect(seenBy(tokens, meanwhile)).toEqual({ auth: badSignature, backend: badSignature });
    expect(seenBy(tokens, tokens.issue(user))).toEqual({ auth: valid, backend: valid });
  });
});

describe("an auth service whose clock is ahead", () => {
  const early = { kind: "refused", because: "Token used before issued" };

  test("by ten minutes issues tokens that the backend takes only when their time has come", () => {
    let nowMs = 1_700_000_000_000;
    const tokens = createTokens(() => nowMs);
    tokens.setIssuer({ clockAheadMs: 600_000 });
    const token = tokens.issue(user);
    expect(part(token, 1)).toMatchObject({ iat: 1_700_000_600, nbf: 1_700_000_600, exp: 1_700_001_500 });
    expect(seenBy(tokens, token)).toEqual({ auth: valid, backend: early });
    nowMs += 569_999;
    expect(tokens.verify(token, "backend")).toEqual(early);
    nowMs += 1;
    expect(tokens.verify(token, "backend")).toEqual(valid);
  });

  test("by some seconds does no harm", () => {
    const tokens = createTokens();
    tokens.setIssuer({ clockAheadMs: 29_000 });
    expect(seenBy(tokens, tokens.issue(user))).toEqual({ auth: valid, backend: valid });
  });
});

test("another platform's token is worth nothing", () => {
  expect(createTokens().verify(createTokens().issue(user), "backend")).toEqual(badSignature);
});

test.each(["none", "HS512"])("a token that asks for %s as signature is worth nothing", (alg) => {
  const tokens = createTokens();
  const [, claims, signature] = tokens.issue(user).split(".");
  const header = Buffer.from(JSON.stringify({ alg, typ: "JWT" })).toString("base64url");
  for (const token of [`${header}.${claims}.`, `${header}.${claims}.${signature}`])
    expect(tokens.verify(token, "backend")).toEqual({ kind: "refused", because: "Invalid token" });
});

test("no change to a token survives", () => {
  const tokens = createTokens();
  const token = tokens.issue(user);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom("A", "Z", "a", "z", "0", "9", "-", "_", "."), (at, character) => {
      fc.pre(token[at] !== character);
      expect(tokens.verify(token.slice(0, at) + character + token.slice(at + 1), "backend").kind).toBe("refused");
    }),
  );
});

test("whatever is no token is worth nothing, and does no harm", () => {
  const tokens = createTokens();
  fc.assert(fc.property(fc.string(), (text) => tokens.verify(text, "auth").kind === "refused"));
});
