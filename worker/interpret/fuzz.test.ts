import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc, { type Arbitrary } from "fast-check";
import { describe, expect, test } from "vitest";
import { markers } from "../contract/markers.ts";
import type { Observed } from "../contract/observed.ts";
import { checkLine, endLine, exceptionLine, pointLine, requestLine, startLine } from "./fake-lines.ts";
import { observeLines } from "./observe-lines.ts";

const folder = join(import.meta.dirname, "../../test/fixtures/runs");

function recorded(type: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(type));
  const lines = files.flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"));
  return [...new Set(lines.filter((line) => line !== "" && line.length < 20_000))];
}

const realLine = fc.constantFrom(...recorded(".ndjson"), ...recorded(".log"));

/** What nobody expects in a document. */
const odd: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1e308,
    -1e308,
    "",
    "\u0000",
    "\uFFFD",
    "\u001b[2J",
    "__proto__",
    "constructor",
    [],
    {},
  ),
  fc.string({ unit: "binary" }),
  fc.json(),
);

const arbitraryText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.json(),
  odd.map((value) => JSON.stringify(value)),
);

const metric = fc.constantFrom(
  ...Object.values(markers),
  "checks",
  "group_duration",
  "http_req_duration",
  "http_req_blocked",
  "http_req_waiting",
  "ws_connecting",
  "__proto__",
);
const tags = fc.dictionary(
  fc.constantFrom("step", "group", "name", "method", "status", "error", "error_code", "check", "scenario"),
  odd,
);
const likeASample = fc
  .tuple(metric, fc.oneof(fc.double(), odd), tags, odd)
  .map(([metric, value, tags, document]) =>
    pointLine(metric, value, Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, String(tag)])), document),
  );

/** A real line that was cut, or in which something was struck out, put in or put in the place of a value. */
const mutated = fc
  .tuple(realLine, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 4 }), odd)
  .map(([line, where, how, value]) => {
    const at = Math.floor(where * line.length);
    if (how === 0) return line.slice(0, at);
    if (how === 1) return line.slice(0, at) + line.slice(at + 1);
    if (how === 2) return line.slice(0, at) + String(value) + line.slice(at);
    if (how === 3) return line + line.slice(at);
    return withOneValue(line, at, value);
  });

function withOneValue(line: string, at: number, value: unknown): string {
  let left = at % 12;
  try {
    return JSON.stringify(JSON.parse(line, (_key, known: unknown) => (left-- === 0 ? value : known)));
  } catch {
    return line;
  }
}

const control = /[\u0000-\u001f\u007f]/;

function expectBounded(observed: Observed): void {
  const { steps, logs, exceptions, failures, thresholdsCrossed } = observed;
  expect(steps.length).toBeLessThanOrEqual(100);
  expect(logs.length).toBeLessThanOrEqual(200);
  expect(Math.max(exceptions.length, failures.length, thresholdsCrossed.length)).toBeLessThanOrEqual(20);
  expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
  for (const { name, checks, requests, durationsMs, measures } of steps) {
    expect(checks.length).toBeLessThanOrEqual(200);
    expect(requests.length).toBeLessThanOrEqual(100);
    expect(durationsMs.length).toBeLessThanOrEqual(10_000);
    expect(Object.keys(measures).length).toBeLessThanOrEqual(100);
    for (const text of [name, ...checks.map((check) => check.name)]) {
      expect(text.length).toBeLessThanOrEqual(200);
      expect(text).not.toMatch(control);
    }
  }
  for (const { message } of logs) expect(message.length).toBeLessThanOrEqual(2_100);
}

describe("whatever k6 writes, interpreting it does not throw and keeps a bounded part of it:", () => {
  const kinds: [title: string, line: Arbitrary<string>][] = [
    ["arbitrary text", arbitraryText],
    ["samples with arbitrary values, tags and documents", likeASample],
    ["recorded lines in any order", realLine],
    ["recorded lines that were damaged", mutated],
    ["all of these", fc.oneof(arbitraryText, likeASample, realLine, mutated)],
  ];

  test.each(kinds)("%s", (_title, line) => {
    const lines = fc.array(line, { maxLength: 60, size: "max" });
    fc.assert(
      fc.property(lines, lines, fc.boolean(), (samples, logs, endsAtMarker) => {
        expectBounded(observeLines({ samples, logs }, { endsAtMarker, thresholds: ["checks{step:a}"] }));
      }),
      { numRuns: 150 },
    );
  });
});

describe("a flood of ten thousand is kept within bounds:", () => {
  const step = "chat";
  const floods: [what: string, line: (index: number) => string, kept: Partial<Observed>][] = [
    ["steps", (index) => startLine(`step ${index}`), { tooManySteps: true }],
    ["ends of steps", (index) => endLine(`step ${index}`), { tooManySteps: true }],
    ["URLs with ids", (index) => requestLine({ name: `http://host/item/${index}` }), { tooManySteps: true, requests: 10_000 }],
    ["requests of one step", () => requestLine({ step, status: "503" }), { requests: 10_000, badResponses: 10_000 }],
    ["scenarios", (index) => requestLine({ step, scenario: `scenario ${index}` }), { requests: 10_000 }],
    ["checks", (index) => checkLine(`check ${index}`, index % 2 === 0, { step }), { tooManySteps: false }],
    ["measures", (index) => endLine(step, { measures: { [`measure_${index}`]: index } }), { tooManySteps: false }],
    ["long names", (index) => startLine(`${index} ${"x".repeat(1_000)}`), { tooManySteps: true }],
    ["garbage", (index) => `garbage ${index}`, { unreadableLines: 10_000 }],
  ];

  test.each(floods)("%s", (_what, line, kept) => {
    const observed = observeLines({ samples: Array.from({ length: 10_000 }, (_, index) => line(index)) });
    expectBounded(observed);
    expect(observed).toMatchObject(kept);
    expect(JSON.stringify(observed).length).toBeLessThan(1_000_000);
  });

  test("log lines", () => {
    const logs = Array.from({ length: 10_000 }, (_, index) => exceptionLine(`Error: ${index} ${"x".repeat(1_000)}`));
    const observed = observeLines({ logs });
    expectBounded(observed);
    expect(JSON.stringify(observed).length).toBeLessThan(1_000_000);
  });
});
