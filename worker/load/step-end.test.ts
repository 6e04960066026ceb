import { describe, expect, test } from "vitest";
import type { PassedUnderLoad } from "../contract/markers.ts";
import { observedOf, stepEndOf } from "./step-end.ts";

const end = {
  outcome: "failed",
  reason: "r",
  exception: null,
  network: null,
  measures: { connect_ms: 5 },
  evidence: { status: 503, body: "x" },
  revision: "abc",
};

describe("a step's end", () => {
  test("is read with its evidence when it failed", () => {
    expect(stepEndOf(JSON.stringify(end))).toEqual(end);
    expect(stepEndOf(JSON.stringify({ ...end, outcome: "passed" }))).toMatchObject({ evidence: {} });
  });

  test("may be short when it passed under load", () => {
    const short: PassedUnderLoad = { outcome: "passed", measures: { connect_ms: 5 }, revision: null };
    expect(stepEndOf(JSON.stringify(short))).toMatchObject({ ...short, reason: null, evidence: {} });
  });

  test("keeps what is right of evidence and measures", () => {
    const odd = {
      ...end,
      measures: { a: 1, b: "2", c: null },
      evidence: { status: "503", body: "x", headers: { a: 1 }, more: 1 },
    };
    expect(stepEndOf(JSON.stringify(odd))).toMatchObject({ measures: { a: 1 }, evidence: { body: "x" } });
  });

  test.each([
    ["nothing", null],
    ["no JSON", "{"],
    ["a list", "[]"],
    ["another outcome", JSON.stringify({ ...end, outcome: "ok" })],
    ["no measures", JSON.stringify({ ...end, measures: undefined })],
    ["a reason that is a number", JSON.stringify({ ...end, reason: 1 })],
    ["evidence that is text", JSON.stringify({ ...end, evidence: "x" })],
  ])("is none when the document is %s", (_title, document) => {
    expect(stepEndOf(document)).toBeNull();
  });
});

test.each([
  ['{"observed":"status (503) is 200"}', "status (503) is 200"],
  ['{"observed":1}', null],
  ["no JSON", null],
  [null, null],
])("of %j a failed check saw %j", (document, observed) => {
  expect(observedOf(document)).toBe(observed);
});
