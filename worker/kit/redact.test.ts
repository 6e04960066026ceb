import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor } from "./redact.ts";

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.c2lnbmF0dXJlLW9mLXRoaXM";

describe("shapes that are secret whoever configured them", () => {
  test.each([
    ["a JWT in a sentence", `token ${jwt} was sent`, "token [masked] was sent"],
    ["a JWT without its signature", "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.", "[masked]"],
    ["an Authorization header", "authorization: Bearer abcdefgh1234", "authorization: Bearer [masked]"],
    ["an Authorization header in JSON", `{"Authorization":"Basic dXNlcjpwYXNz"}`, `{"Authorization":"Basic [masked]"}`],
    ["a bearer token alone", "sent Bearer abcdefgh1234 to it", "sent Bearer [masked] to it"],
    ["a token in a query", "ws://host/ws?token=abc123&x=1", "ws://host/ws?token=[masked]&x=1"],
    ["an access token in JSON", `{"access_token":"abc123"}`, `{"access_token":"[masked]"}`],
    [
      "an access token in JSON inside JSON",
      String.raw`"{\"access_token\":\"abc123\"}"`,
      String.raw`"{\"access_token\":\"[masked]\"}"`,
    ],
    ["a password in a form", "user=a&password=hunter2", "user=a&password=[masked]"],
    ["a cookie", "Set-Cookie: sid=abc; Path=/", "Set-Cookie: [masked]"],
    ["credentials in a URL", "http://user:hunter2@host/", "http://user:[masked]@host/"],
  ])("%s is masked", (_name, text, masked) => {
    expect(createRedactor([]).text(text)).toBe(masked);
  });

  test.each([
    "status (503) is 200",
    "the token is missing",
    "tokens: 12",
    "passwordless sign-in",
    "POST /auth/login answered 401",
  ])("%s stays as it is", (text) => expect(createRedactor([]).text(text)).toBe(text));
});

test("a known value is masked in every spelling it travels in", () => {
  const value = 'p"ss wörd/+&=\\';
  const redactor = createRedactor([value]);
  const spellings = [
    value,
    JSON.stringify(value),
    JSON.stringify(JSON.stringify(value)),
    encodeURIComponent(value),
    new URLSearchParams({ v: value }).toString(),
    Buffer.from(value).toString("base64"),
    Buffer.from(value).toString("base64url"),
  ];
  for (const spelling of spellings) expect(redactor.text(`<${spelling}>`)).not.toContain(spelling.slice(3, -1));
});

test("values under four characters are not masked: they would be everywhere", () => {
  expect(createRedactor(["abc"]).text("abcdef")).toBe("abcdef");
});

test("a fork knows what its parent knows, and keeps what it learns to itself", () => {
  const parent = createRedactor(["configured"]);
  const fork = parent.fork();
  fork.add("learned-token");
  expect(fork.text("configured learned-token")).toBe("[masked] [masked]");
  expect(parent.text("configured learned-token")).toBe("[masked] learned-token");
});

test("masking twice changes nothing more", () => {
  const redactor = createRedactor(["hunter22"]);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const once = redactor.text(`${text} token=abc hunter22 ${jwt}`);
      expect(redactor.text(once)).toBe(once);
    }),
  );
});

test("no known value survives anywhere in plain data", () => {
  const secret = fc
    .string({ minLength: 4, maxLength: 30 })
    .filter((text) => text.trim().length >= 4 && !"[masked]".includes(text));
  fc.assert(
    fc.property(secret, fc.json(), (value, document) => {
      const redactor = createRedactor([value]);
      const masked = redactor.deep({ [value]: [value, { deeper: `a${value}b` }], document });
      for (const text of stringsIn(masked)) expect(text.replaceAll("[masked]", "")).not.toContain(value);
    }),
  );
});

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsIn(item)]);
}
