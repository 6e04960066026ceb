import fc from "fast-check";
import { expect, test } from "vitest";
import { clean, outsideSteps, requestNameOf, stepNameOf } from "./step-name.ts";

const url = "http://127.0.0.1:4000/item/7?token=abc";

const cases: [title: string, tags: Record<string, string>, last: string | null, expected: string][] = [
  ["the `step` tag comes first", { step: "sign-in", group: "::shop", name: url }, "before", "sign-in"],
  ["then the group", { step: "", group: "::shop", name: url }, "before", "shop"],
  ["groups within groups are told apart", { group: "::shop::cart" }, null, "shop / cart"],
  [
    "then the request, by method and route without query",
    { group: "", method: "GET", name: url },
    "before",
    "GET 127.0.0.1:4000/item/7",
  ],
  ["a check outside all of them belongs to the request before it", { group: "", check: "ok" }, "GET host/ok", "GET host/ok"],
  ["and where none was, it is outside steps", { group: "", check: "ok" }, null, outsideSteps],
];

test.each(cases)("%s", (_title, tags, last, expected) => {
  expect(stepNameOf(tags, last)).toBe(expected);
});

test.each([
  ["no name, no request", {}, null],
  ["an empty name, no request", { name: "" }, null],
  ["a name that the script gave stays", { name: "PUT /article/{id}", method: "PUT" }, "PUT /article/{id}"],
  ["a URL without a method was fetched", { name: "https://host/path" }, "GET host/path"],
  ["a socket's URL without a method was connected to", { name: "wss://host/ws?token=JWT" }, "WS host/ws"],
  ["credentials and fragments are left out", { name: "http://user:pw@host/a#b", method: "GET" }, "GET host/a"],
  ["the scheme may be in capitals", { name: "HTTPS://host/a", method: "GET" }, "GET host/a"],
  ["what only looks like a URL stays", { name: "http://[nowhere", method: "GET" }, "http://[nowhere"],
])("%s", (_title, tags, expected) => {
  expect(requestNameOf(tags)).toBe(expected);
});

test.each([
  ["line breaks and NULs are blanks", "a\r\n\u0000b", "a b"],
  ["escapes lose what makes them one", "\u001b[31mred\u007f", "[31mred"],
  ["blanks around it are cut", "  a  ", "a"],
  ["nothing has a name as well", "\u0000 \n", "(no name)"],
  ["what is long is cut", "x".repeat(10_000), `${"x".repeat(199)}…`],
])("%s", (_title, text, expected) => {
  expect(clean(text)).toBe(expected);
});

test("whatever its tags, a step has a name on one line that a reader can bear", () => {
  const tag = fc.string({ unit: "binary", maxLength: 300 });
  const tags = fc.record({ step: tag, group: tag, name: fc.oneof(tag, fc.webUrl()), method: tag }, { requiredKeys: [] });
  fc.assert(
    fc.property(tags, (tags) => {
      const name = stepNameOf(tags, null);
      expect(name).toMatch(/^[^\u0000-\u001f\u007f]{1,200}$/);
      expect(clean(name), "clean names stay as they are").toBe(name);
    }),
  );
});
