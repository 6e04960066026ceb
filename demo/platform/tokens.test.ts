import fc from "fast-check";
import { expect, test } from "vitest";
import { createTokens } from "./tokens.ts";

const user = { id: "u-1", email: "u@demo.example" };

function part(token: string, index: number): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString("utf8"));
}

test("a token says who it is for and how long it lasts, and no two are the same", () => {
  const tokens = createTokens(() => 1_700_000_000_500, 60);
  const token = tokens.issue(user);
  expect(part(token, 0)).toEqual({ alg: "HS256", typ: "JWT" });
  expect(part(token, 1)).toMatchObject({ sub: "u-1", email: user.email, iat: 1_700_000_000, exp: 1_700_000_060 });
  expect(tokens.userIdOf(token)).toBe("u-1");
  expect(tokens.issue(user)).not.toBe(token);
});

test("a token expires", () => {
  let nowMs = 1_700_000_000_000;
  const tokens = createTokens(() => nowMs, 60);
  const token = tokens.issue(user);
  nowMs += 59_999;
  expect(tokens.userIdOf(token)).toBe("u-1");
  nowMs += 1;
  expect(tokens.userIdOf(token)).toBeNull();
});

test("another platform's token is worth nothing", () => {
  expect(createTokens().userIdOf(createTokens().issue(user))).toBeNull();
});

test("a token that asks for no signature is worth nothing", () => {
  const tokens = createTokens();
  const [, claims] = tokens.issue(user).split(".");
  const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
  expect(tokens.userIdOf(`${unsigned}.${claims}.`)).toBeNull();
});

test("no change to a token survives", () => {
  const tokens = createTokens();
  const token = tokens.issue(user);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom("A", "Z", "a", "z", "0", "9", "-", "_", "."), (at, character) => {
      fc.pre(token[at] !== character);
      expect(tokens.userIdOf(token.slice(0, at) + character + token.slice(at + 1))).toBeNull();
    }),
  );
});

test("whatever is no token is worth nothing, and does no harm", () => {
  const tokens = createTokens();
  fc.assert(fc.property(fc.string(), (text) => tokens.userIdOf(text) === null));
});
