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
    ["a password with @ in a URL", "postgres://user:hun@ter2@host/db", "postgres://user:[masked]@host/db"],
    ["a JWT in a URL", `next=Bearer%20${jwt}`, "next=Bearer%20[masked]"],
    ["a JWT that was cut", jwt.slice(0, 40), "[masked]"],
    ["an encrypted JWT", `${jwt}.Y2lwaGVy.dGFn`, "[masked]"],
    ["an unknown scheme", "authorization: ApiKey abc def", "authorization: [masked]"],
    ["a digest", 'Authorization: Digest username="u", response="abc"', "Authorization: Digest [masked]"],
    ["a header as Go shows it", '{"Authorization":["Bearer abc"]}', '{"Authorization":["Bearer [masked]"]}'],
    ["a proxy's header", '{"Proxy-Authorization":"abc"}', '{"Proxy-Authorization":"[masked]"}'],
    ["a quoted token after an equals sign", 'token="abc def"', 'token="[masked]"'],
    ["a token as a check shows it", 'access_token ("abc") is a text', 'access_token ("[masked]") is a text'],
    ["a token with a quote in it", String.raw`{"token":"ab\"cd"}`, '{"token":"[masked]"}'],
    ["a token that was cut", '{"session_token":"abc', '{"session_token":"[masked]'],
    ["a token in an encoded query", "next=%2Fws%3Ftoken%3Dabc", "next=%2Fws%3Ftoken%3D[masked]"],
    [
      "a token in a query as Go escapes it",
      String.raw`/ws?a=1\u0026token=abc\u0026b=2`,
      String.raw`/ws?a=1\u0026token=[masked]\u0026b=2`,
    ],
    ["a token before a quote in JSON", String.raw`Get \"/ws?token=abc\": EOF`, String.raw`Get \"/ws?token=[masked]\": EOF`],
    ["a key in a header", "x-api-key: abc", "x-api-key: [masked]"],
    ["a key in JSON", '{"apiKey": "abc", "name": "x"}', '{"apiKey": "[masked]", "name": "x"}'],
    ["every cookie of a list", '{"set-cookie":["sid=abc","b=c"],"x":"y"}', '{"set-cookie":[[masked]],"x":"y"}'],
    ["a cookie with quotes", 'Cookie: sid="abc"; b=c', "Cookie: [masked]"],
  ])("%s is masked", (_name, text, masked) => {
    expect(createRedactor([]).text(text)).toBe(masked);
  });

  test.each([
    "status (503) is 200",
    "the token is missing",
    "tokens: 12",
    "passwordless sign-in",
    "POST /auth/login answered 401",
    "Basic authentication failed",
    "access_token (missing) is a text with something in it",
    '{"token_type":"Bearer","expires_in":900}',
    "monkey=banana",
    "http://host:80/a?b=c@d",
  ])("%s stays as it is", (text) => expect(createRedactor([]).text(text)).toBe(text));
});

describe("a known value", () => {
  const value = 'p"ss wörd/+&=\\';
  const json = JSON.stringify(value).slice(1, -1);
  const entities = { "&": "&amp;", '"': "&#34;" };

  test.each([
    ["as it is", value],
    ["in JSON", json],
    ["in JSON in JSON", JSON.stringify(json).slice(1, -1)],
    ["in JSON without other than ASCII, as Python writes it", json.replace("ö", "\\u00f6")],
    ["in JSON with &, as Go writes it", json.replace("&", "\\u0026")],
    ["in JSON with /, as PHP writes it", json.replace("/", "\\/")],
    ["in a URL", encodeURIComponent(value)],
    ["in a URL in small letters", encodeURIComponent(value).toLowerCase()],
    ["in a URL in a URL", encodeURIComponent(encodeURIComponent(value))],
    ["in a form", new URLSearchParams({ v: value }).toString().slice(2)],
    ["in HTML", value.replaceAll(/[&"]/g, (char) => entities[char as "&"])],
    ["as base64", Buffer.from(value).toString("base64")],
    ["as base64url", Buffer.from(value).toString("base64url")],
    ["as base64 in a URL", encodeURIComponent(Buffer.from(value).toString("base64"))],
  ])("is masked %s", (_how, spelling) => {
    expect(createRedactor([value]).text(`<${spelling}>`)).toBe("<[masked]>");
  });

  test("is masked in base64 of more than itself", () => {
    const redactor = createRedactor(["correct-horse-battery"]);
    for (const user of ["a", "bc", "def"]) {
      const masked = redactor.text(Buffer.from(`${user}:correct-horse-battery:x`).toString("base64"));
      expect(Buffer.from(masked.replace("[masked]", "AAAA"), "base64").toString()).not.toMatch(/orrect|horse|batter/);
    }
  });

  test.each([
    ["at the end", "login with correct-horse-ba", "login with [masked]"],
    ["before an ellipsis", 'field ("correct-horse-…) is a text', 'field ("[masked]…) is a text'],
    ["before an ellipsis and more", "correct-hor … (2000 characters)", "[masked] … (2000 characters)"],
    ["as base64", "sent Y29ycmVjdC1ob3Jz", "sent [masked]"],
    ["not where it is but a word", "correct", "correct"],
    ["not amid a text", "correct-horse-x is not it", "correct-horse-x is not it"],
  ])("is masked when somebody cut it: %s", (_where, text, masked) => {
    expect(createRedactor(["correct-horse-battery"]).text(text)).toBe(masked);
  });

  test("of whatever length and kind is masked quickly, even in a text that was made to be slow", () => {
    for (const value of [
      "\\".repeat(3_000),
      '"\\'.repeat(1_000),
      "a".repeat(100_000),
      "%26&amp;".repeat(80),
      `&"'<ö `.repeat(42),
    ]) {
      const redactor = createRedactor([value]);
      const startedMs = performance.now();
      for (const text of [
        "\\".repeat(16_000),
        '\\"'.repeat(8_000),
        "%25".repeat(5_000),
        "…".repeat(5_000),
        "token=".repeat(3_000),
      ])
        redactor.text(text);
      expect(redactor.text(`<${value}>`)).toBe("<[masked]>");
      expect(performance.now() - startedMs).toBeLessThan(10_000);
    }
  });
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
