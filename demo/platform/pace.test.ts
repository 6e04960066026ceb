import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPace } from "./pace.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whether a wait is over after so many milliseconds. */
async function isOver(waiting: Promise<void>, ms: number): Promise<boolean> {
  let over = false;
  void waiting.finally(() => (over = true));
  await vi.advanceTimersByTimeAsync(ms);
  return over;
}

test.each([
  ["the least", 1, 0, 100],
  ["the most", 1, 1, 300],
  ["in between", 1, 0.5, 200],
  ["scaled", 0.1, 0.5, 20],
])("waits a random time between two numbers: %s", async (_name, scale, random, ms) => {
  const waiting = createPace(scale, () => random).between(100, 300);
  expect(await isOver(waiting, ms - 1)).toBe(false);
  expect(await isOver(waiting, 1)).toBe(true);
});

test("a scale of 0 does not wait", async () => {
  expect(await isOver(createPace(0).between(1_000, 2_000), 0)).toBe(true);
});

test("stopping ends what waits, and nothing waits from then on", async () => {
  const pace = createPace(1);
  const before = pace.between(1_000, 2_000);
  pace.stop();
  expect(await isOver(before, 0)).toBe(true);
  expect(await isOver(pace.between(1_000, 2_000), 0)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test("platform time runs as fast as the scale says", async () => {
  const pace = createPace(0.1);
  const startedMs = pace.now();
  await vi.advanceTimersByTimeAsync(50);
  expect(pace.now() - startedMs).toBeCloseTo(500);
});
