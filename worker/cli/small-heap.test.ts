import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const file = JSON.stringify(new URL("small-heap.ts", import.meta.url).href);
/** Allocates 200 MB of short-lived objects, a part of which survives a while, and prints the young generation's megabytes. */
const churn = `
  const { getHeapSpaceStatistics } = await import("node:v8");
  const recent = [];
  for (let number = 0; number < 2_000_000; number++) {
    recent.push({ number, text: [number] });
    if (recent.length > 50_000) recent.splice(0, 25_000);
  }
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
  console.log(young.space_size / 1e6);`;

function youngMegabytes(before: string): number {
  const args = ["--input-type=module", "--eval", before + churn];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

test("the young generation stays small while objects come and go, which it does not by itself", () => {
  expect(youngMegabytes(`(await import(${file})).keepHeapSmall();`)).toBeLessThan(8);
  expect(youngMegabytes("")).toBeGreaterThan(16);
});
