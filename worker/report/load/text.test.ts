import { expect, test } from "vitest";
import type { Change, Comparison } from "../../contract/load.ts";
import { fakeRecord } from "./fake-load.ts";
import { loadComparisonText } from "./text-compare.ts";
import { loadListText } from "./text-list.ts";
import { textTable } from "./text-table.ts";

const plain = (_colour: string, text: string) => text;

function change(verdict: Change["verdict"], given: Partial<Change> = {}): Change {
  return {
    journey: "chat",
    step: "chat",
    measure: "p95",
    baseline: 400,
    current: 460,
    change: 0.15,
    low: 0.1,
    high: 0.2,
    verdict,
    ...given,
  };
}

function compared(...changes: Change[]): Comparison {
  const verdict = changes.some((one) => one.verdict === "regression") ? "regression" : "no-regression";
  return { verdict, changes, confidence: 0.95, windows: { baseline: 24, current: 24 } };
}

test("the list has a line a run", () => {
  const runs = [fakeRecord({ windows: 2 }).summary, fakeRecord({ windows: 0, summary: { verdict: "interrupted" } }).summary];
  const lines = loadListText(runs, plain).split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(
    /^passed +2025-09-07 12:00:00 UTC +10\.0 s +release +staging +20\.\d\/s +0 % +\d+ ms +rev-42 +0199250c/,
  );
  expect(lines[2]).toMatch(/^interrupted .* – +– +– /);
});

test("an empty list says so", () => {
  expect(loadListText([], plain)).toBe("There is no load run yet.");
});

test("a comparison shows regressions first, then says how sure it is", () => {
  const { summary } = fakeRecord({ windows: 2 });
  const text = loadComparisonText(summary, summary, compared(change("no-change"), change("regression")), plain);
  const lines = text.split("\n");
  expect(lines[4]).toMatch(/^regression +chat +p95 +400 ms +460 ms +\+15 % +\+10 % to \+20 %$/);
  expect(lines[5]).toMatch(/^no change/);
  expect(lines.at(-1)).toBe("1 regression, at 95 % confidence, from 24 windows then and 24 now.");
});

test("a comparison of different things says that they differ", () => {
  const a = fakeRecord({ windows: 1 }).summary;
  const text = loadComparisonText(a, { ...a, target: "demo", profile: "soak", ratePerS: 5 }, compared(), plain);
  expect(text).toContain("They ran against different targets: staging and demo.");
  expect(text).toContain("They had different profiles: release and soak.");
  expect(text).toContain("They had different rates: 20.0/s and 5.00/s.");
});

test("columns stand in line whether they are painted or not, and long cells are cut", () => {
  const rows = [
    [["no", "red"], "1"],
    ["x".repeat(20), "12"],
  ] as const;
  const columns = [
    ["a", "left"],
    ["b", "right"],
  ] as const;
  expect(textTable(columns, rows, plain, 10)).toEqual(["a            b", "no           1", "xxxxxxxxx…  12"]);
  expect(textTable(columns, rows, (colour, text) => `<${colour}>${text}`, 10)[1]).toBe("<red>no           1");
});
