import { join } from "node:path";
import { expect, test } from "vitest";
import type { Problem } from "../contract/problem.ts";
import { renderProblems } from "./explain.ts";

const problem: Problem = {
  file: join(process.cwd(), "sonde.config.ts"),
  path: "probes.chat.timout",
  found: "timout, which is no key here",
  expected: "one of name, timeout",
  paste: "timeout",
};

test("a problem shows file, place, what was found, what was expected, and what to paste", () => {
  expect(renderProblems([problem], { colour: false })).toBe(`sonde.config.ts has a problem:

  probes.chat.timout
    found     timout, which is no key here
    expected  one of name, timeout
    paste     timeout`);
});

test("problems are grouped by file, and what has several lines stays aligned", () => {
  const text = renderProblems(
    [problem, { ...problem, file: "/journeys/a.ts", path: "", found: "one\ntwo", paste: null }, { ...problem, path: "other" }],
    { colour: false },
  );
  expect(text).toMatch(
    /^sonde\.config\.ts has 2 problems:\n[\s\S]*\n\n\/journeys\/a\.ts has a problem:\n\n {4}found {5}one\n {14}two\n/,
  );
});

test("colours only when asked", () => {
  expect(renderProblems([problem], { colour: true })).toContain("\u001b[31m");
  expect(renderProblems([problem], { colour: false })).not.toContain("\u001b");
});
