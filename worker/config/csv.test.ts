import { expect, test } from "vitest";
import { readCsv } from "./csv.ts";

test.each<[string, string, string[][]]>([
  [
    "plain values",
    "a,b\n1,2\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "line ends of Windows and a mark at the beginning",
    "\uFEFFa,b\r\n1,2\r\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "no line end at the end",
    "a,b\n1,2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ["quotes around commas, line ends and quotes", 'a\n"1,2"\n"x\ny"\n"say ""yes"""\n', [["a"], ["1,2"], ["x\ny"], ['say "yes"']]],
  [
    "empty values and empty lines",
    "a,b\n\n1,\n,2\n",
    [
      ["a", "b"],
      ["1", ""],
      ["", "2"],
    ],
  ],
  [
    "an empty value at the very end",
    "a,b\n1,",
    [
      ["a", "b"],
      ["1", ""],
    ],
  ],
  ["nothing", "", []],
])("%s are read", (_what, text, rows) => {
  expect(readCsv(text)).toEqual(rows);
});

test.each(['a\n"1\n', 'a\n1"2\n'])("a quote that is never closed, or stands in the middle, is an error: %j", (text) => {
  expect(() => readCsv(text)).toThrow(/quote/);
});
