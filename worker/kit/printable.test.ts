import { expect, test } from "vitest";
import { escapeUnprintable, printable } from "./printable.ts";

test.each([
  ["colours and cursor moves", "\u001b[31mred\u001b[2J\u001b[H end", "red end"],
  ["a window title", "\u001b]0;owned\u0007after", "after"],
  ["line breaks and tabs", "one\r\n\ttwo", "one two"],
  ["NUL and C1 controls", "a\u0000b\u0085c\u009b31md", "a b cd"],
  ["marks that turn the direction of text", "abc\u202Edcba", "abc dcba"],
  ["marks that belong to Arabic", "abc\u061Cdef", "abc def"],
])("%s do not reach a terminal", (_name, text, expected) => {
  expect(printable(text)).toBe(expected);
});

test("text is cut to the width with an ellipsis", () => {
  expect(printable("abcdef", 4)).toBe("abc…");
  expect(printable("abcd", 4)).toBe("abcd");
  expect(printable("abcd", 0)).toBe("…");
});

test("JSON says the same without what would steer a terminal", () => {
  const value = { "a\u202E": ["b\u009b31m\u061c", "c\n"] };
  const json = escapeUnprintable(JSON.stringify(value, null, 2));
  expect(JSON.parse(json)).toEqual(value);
  expect(json).toMatch(/^[\n\u0020-\u007e]*$/);
});
