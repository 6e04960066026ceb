import { expect, test } from "vitest";
import type { Measured } from "./figure.ts";
import { type Setting, sectionOf, withSection } from "./results.ts";

const setting: Setting = { atMs: Date.UTC(2026, 0, 31, 12, 5), tookMs: 125_000, machine: "2 cores", tools: "k6 1.8.1" };
const measured: Measured = {
  what: "Runs of this against that.",
  rows: [
    { what: "CPU", ours: "63 ms", alternative: "57 ms", ratio: 1.105, target: "at most 1.25", kept: true },
    { what: "points", ours: "6", alternative: "90", ratio: 6 / 90, target: null, kept: null },
    { what: "late", ours: "130 ms", alternative: null, ratio: null, target: "at most 100 ms", kept: false },
  ],
  notes: ["One thing.", "Another."],
};
const order = ["first", "second", "third"];

test("a section says what was measured, whether targets were kept, where and when, and how to do it again", () => {
  expect(sectionOf({ name: "first", title: "The first" }, { kind: "measured", measured }, setting)).toBe(`## The first

Runs of this against that.

|  | ours | alternative | ratio | target | kept |
| --- | --- | --- | --- | --- | --- |
| CPU | 63 ms | 57 ms | 1.10 | at most 1.25 | yes |
| points | 6 | 90 | 1/15.0 |  |  |
| late | 130 ms |  |  | at most 100 ms | **no** |

- One thing.
- Another.

2026-01-31 12:05 UTC, 2 m 5 s · 2 cores · k6 1.8.1 · again: \`npm run bench -- first\``);
});

test("a figure that could not be measured says why, and has no numbers", () => {
  const section = sectionOf({ name: "first", title: "The first" }, { kind: "not-measured", reason: "k6 is gone" }, setting);
  expect(section).toContain("**Could not be measured**: k6 is gone");
  expect(section).not.toContain("|");
});

test("sections stand in the order of figures, whichever was measured first", () => {
  const document = ["third", "first", "second"].reduce((text, name) => withSection(text, name, `## ${name}`, order), "");
  expect(document.match(/^##? .*$/gm)).toEqual(["# Figures", "## first", "## second", "## third"]);
});

test("a figure that is measured again replaces its own section and leaves the others as they were", () => {
  const before = order.reduce((text, name) => withSection(text, name, `## ${name}\n\n| old | ${name} |`, order), "");
  const after = withSection(before, "second", "## second\n\n| new |", order);
  expect(after).toBe(before.replace("| old | second |", "| new |"));
  expect(withSection(after, "second", "## second\n\n| new |", order)).toBe(after);
});

test("a figure that is no more goes", () => {
  const before = order.reduce((text, name) => withSection(text, name, `## ${name}`, order), "");
  expect(withSection(before, "first", "## first", ["first", "third"])).not.toContain("second");
});
