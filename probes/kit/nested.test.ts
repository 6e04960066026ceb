import { expect, test } from "vitest";
import { nested } from "./nested.ts";

test.each<[Record<string, unknown>, object]>([
  [{}, {}],
  [{ email: "a" }, { email: "a" }],
  [{ "a.b.c": 1, "a.b.d": 2, "a.e": 3 }, { a: { b: { c: 1, d: 2 }, e: 3 } }],
  [
    { "a.b": true, c: null },
    { a: { b: true }, c: null },
  ],
])("%j becomes %j", (values, whole) => {
  expect(nested(values)).toEqual(whole);
});
