import { expect, test } from "vitest";
import { differences } from "./compare.ts";

const cases: [title: string, stored: Record<string, unknown>, wanted: Record<string, unknown>, paths: string[]][] = [
  ["the same in another order", { a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }, []],
  ["what Grafana counts for itself", { id: 7, version: 3, iteration: 1, a: 1 }, { a: 1 }, []],
  ["an id of a panel is no count", { panels: [{ id: 7 }] }, { panels: [{ id: 8 }] }, ["panels.0.id"]],
  ["null is as good as absent", { a: null }, { b: null }, []],
  ["a value", { panels: [{ title: "x" }] }, { panels: [{ title: "y" }] }, ["panels.0.title"]],
  ["one more", { a: [1] }, { a: [1, 2] }, ["a.1"]],
  ["one less", { a: [1, 2], b: 1 }, { a: [1] }, ["a.1", "b"]],
  ["a list instead of an object", { a: {} }, { a: [] }, ["a"]],
  ["a text instead of a number", { a: "1" }, { a: 1 }, ["a"]],
];

test.each(cases)("tells dashboards apart: %s", (_, stored, wanted, paths) => {
  expect(differences(stored, wanted).map(({ path }) => path)).toEqual(paths);
});
