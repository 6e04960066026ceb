import { expect, test } from "vitest";
import { sparkline } from "./sparkline.ts";

const run = (verdict: string, durationMs: number) => ({ verdict, durationMs });

test("the slowest run is the highest bar and failures are crosses", () => {
  expect(sparkline([run("up", 10), run("up", 100), run("down", 9_000), run("degraded", 50), run("error", 5)])).toBe("▁█×▅·");
});

test("no runs, no line", () => {
  expect(sparkline([])).toBe("");
});
