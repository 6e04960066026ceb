import { expect, test } from "vitest";
import { numberClaim, readJwt, spoil } from "./jwt.ts";

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("reads header and claims of a token, in any language", () => {
  const read = readJwt(`${part({ alg: "RS256" })}.${part({ sub: "u-1", name: "Zoë ✓", exp: 12 })}.abc`);
  expect(read).toEqual({ jwt: { header: { alg: "RS256" }, claims: { sub: "u-1", name: "Zoë ✓", exp: 12 } } });
  expect("jwt" in read && [numberClaim(read.jwt, "exp"), numberClaim(read.jwt, "sub"), numberClaim(read.jwt, "iat")]).toEqual([
    12,
    null,
    null,
  ]);
});

test("reads one whose parts are padded", () => {
  const padded = Buffer.from('{"a":1}').toString("base64");
  expect(padded).toContain("=");
  expect(readJwt(`${padded}.${padded}.abc`)).toHaveProperty("jwt");
});

test.each([
  ["", "1 part"],
  ["abc", "1 part"],
  ["a.b", "2 parts"],
  ["a.b.c.d.e", "5 parts"],
  [`!.${part({})}.x`, "a header that is no JSON"],
  [`${part([])}.${part({})}.x`, "a header that is no JSON"],
  [`${part({})}.${part("sub")}.x`, "claims that are no JSON"],
  [`${part({})}.${part(null)}.x`, "claims that are no JSON"],
  [`${part({})}.${part({})}.`, "no signature"],
])("says why %s is no token, without showing it", (token, problem) => {
  expect(readJwt(token)).toEqual({ problem });
});

test.each([[`${part({ alg: "HS256" })}.${part({ sub: "u-1" })}.c2lnbmF0dXJl-_A`], ["opaque-token-17"]])(
  "spoils %s into one of the same form that shares no letter of its signature",
  (token) => {
    const spoiled = spoil(token);
    const [before, after] = [token, spoiled].map((text) => text.slice(text.lastIndexOf(".") + 1));
    expect(spoiled.split(".").slice(0, -1)).toEqual(token.split(".").slice(0, -1));
    expect(after).toMatch(/^[\w-]+$/);
    expect(after).toHaveLength(before?.length ?? 0);
    for (let at = 0; at < (after?.length ?? 0); at++) expect(after?.[at]).not.toBe(before?.[at]);
  },
);
