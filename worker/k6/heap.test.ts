import { expect, test } from "vitest";
import { heapSettings } from "./heap.ts";

test("k6 collects its garbage late, and earlier once it holds half of what it may", () => {
  expect(heapSettings(512 * 1_048_576)).toEqual({ GOGC: "400", GOMEMLIMIT: "268435456" });
});
