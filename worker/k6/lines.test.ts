import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLineSplitter } from "./lines.ts";

type Chunk = string | Uint8Array;

function linesOf(...chunks: Chunk[]): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => void lines.push(line));
  for (const chunk of chunks) splitter.write(Buffer.from(chunk));
  splitter.end();
  return lines;
}

/** A buffer in pieces, cut at these offsets. */
function cutAt(buffer: Buffer, offsets: readonly number[]): Buffer[] {
  const ends = [...offsets.map((offset) => offset % (buffer.length + 1)), buffer.length].sort((a, b) => a - b);
  return ends.map((end, index) => buffer.subarray(ends[index - 1] ?? 0, end));
}

test.each<[title: string, chunks: Chunk[], expected: string[]]>([
  ["nothing", [], []],
  ["an empty piece", [""], []],
  ["one line", ["a\n"], ["a"]],
  ["several lines in one piece", ["a\nb\nc\n"], ["a", "b", "c"]],
  ["a line in several pieces", ["a", "b", "c\n"], ["abc"]],
  ["a line feed in a piece of its own", ["a", "\n", "b", "\n"], ["a", "b"]],
  ["a last line without line feed", ["a\nb"], ["a", "b"]],
  ["blank lines", ["\n\na\n\n"], ["", "", "a", ""]],
  ["carriage returns, which stay", ["a\r\nb\r", "\nc\rd\n"], ["a\r", "b\r", "c\rd"]],
  ["NULs and escapes, which stay", ["a\u0000b\u001b[2J\n"], ["a\u0000b\u001b[2J"]],
  ["other characters that break lines, which do not", ["a\u2028b\u0085c\vd\fe\n"], ["a\u2028b\u0085c\vd\fe"]],
])("%s", (_title, chunks, expected) => {
  expect(linesOf(...chunks)).toEqual(expected);
});

describe("characters of several bytes", () => {
  test.each(["é", "☃", "😀"])("%s is whole wherever it was cut", (character) => {
    const bytes = Buffer.from(`a${character}b\n`);
    for (let at = 0; at <= bytes.length; at++)
      expect(linesOf(bytes.subarray(0, at), bytes.subarray(at))).toEqual([`a${character}b`]);
  });

  test("that end in the middle at the end are shown as broken", () => {
    expect(linesOf(Buffer.from("a😀").subarray(0, 3))).toEqual(["a\uFFFD"]);
    expect(linesOf("a\n", Buffer.from("☃").subarray(0, 2))).toEqual(["a", "\uFFFD"]);
  });

  test("that are none are shown as broken, and the rest of the line is kept", () => {
    expect(linesOf(Buffer.from([0x61, 0xff, 0xc3, 0x0a, 0x62, 0x0a]))).toEqual(["a\uFFFD\uFFFD", "b"]);
  });
});

test("each line is handed on as soon as its line feed is there", () => {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => void lines.push(line));
  splitter.write(Buffer.from("a\nb"));
  expect(lines).toEqual(["a"]);
  splitter.write(Buffer.from("\n"));
  expect(lines).toEqual(["a", "b"]);
});

test("the end may be told twice", () => {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => void lines.push(line));
  splitter.write(Buffer.from("a"));
  splitter.end();
  splitter.end();
  expect(lines).toEqual(["a"]);
});

test("a line of megabytes in small pieces is one line", () => {
  const pieces = Array<Buffer>(5_000).fill(Buffer.alloc(1_000, "x"));
  expect(linesOf(...pieces, "\n").map((line) => line.length)).toEqual([5_000_000]);
});

test("how text was cut into pieces makes no difference", () => {
  const text = fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\n", "\r\n", "😀\n", "é")), { maxLength: 20 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 20 }), (parts, offsets) => {
      const whole = Buffer.from(parts.join(""));
      const lines = whole.toString("utf8").split("\n");
      if (lines.at(-1) === "") lines.pop();
      expect(linesOf(...cutAt(whole, offsets))).toEqual(lines);
    }),
    { numRuns: 500 },
  );
});
