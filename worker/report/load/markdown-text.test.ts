import fc from "fast-check";
import { expect, test } from "vitest";
import { code, prose } from "./markdown-text.ts";

test.each([
  ["plain words become a code span", "status (503) is 200", "`status (503) is 200`"],
  ["nothing stays nothing", "", ""],
  ["a new line cannot end the cell", "a\n\n# b\r| c", "<code>a &#35; b &#124; c</code>"],
  ["a backtick cannot end the code", "a`b", "<code>a&#96;b</code>"],
  ["HTML is no HTML", "|<script>alert(1)</script>", "<code>&#124;&#60;script&#62;alert(1)&#60;/script&#62;</code>"],
  ["colours of a terminal go", "\u001b[31mred\u001b[0m", "`red`"],
  ["marks that turn text go", "a\u202eb", "`a b`"],
])("%s", (_name, text, markdown) => {
  expect(code(text)).toBe(markdown);
});

test.each([
  ["a mention reaches nobody", "ask @octocat", "ask @\u2060octocat"],
  ["a number is no issue", "fixes #12", "fixes #\u206012"],
  ["an address is no link", "see https://evil.example", "see https://\u2060evil.example"],
  ["a link is no link", "[click](x)", "&#91;click&#93;(x)"],
  ["HTML is no HTML", "<img src=x>", "&#60;img src=x&#62;"],
  ["a pipe is no cell", "a|b", "a&#124;b"],
])("in a sentence, %s", (_name, text, markdown) => {
  expect(prose(text)).toBe(markdown);
});

test("whatever comes, a cell has no pipe, no line break and no tag but ours", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      for (const cell of [code(text), prose(text)]) {
        expect(cell).not.toMatch(/[|\n\r]/);
        if (!cell.startsWith("`")) expect(cell.replace(/^<code>(.*)<\/code>$/, "$1")).not.toMatch(/[<>`]/);
      }
    }),
  );
});
