import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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

/** Whether it has been acted after so many milliseconds. */
async function hasActed(scale: number, afterMs: number, ms: number): Promise<boolean> {
  let acted = false;
  createPace(scale).after(afterMs, () => (acted = true));
  await vi.advanceTimersByTimeAsync(ms);
  return acted;
}

describe("acting after some time", () => {
  test.each([
    ["as slow as it is", 1, 5_000, 4_999, 5_000],
    ["scaled", 0.1, 5_000, 499, 500],
    ["at a scale of 0, when what takes no time had its turn", 0, 5_000, 0, 100],
  ])("%s", async (_name, scale, afterMs, notYetMs, thenMs) => {
    expect(await hasActed(scale, afterMs, notYetMs)).toBe(false);
    expect(await hasActed(scale, afterMs, thenMs)).toBe(true);
  });

  test("the shorter of two comes first, also at a scale of 0", async () => {
    const acted: string[] = [];
    const pace = createPace(0);
    pace.after(60_000, () => acted.push("long"));
    pace.after(5_000, () => acted.push("short"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(acted).toEqual(["short", "long"]);
  });

  test("not when it is called off, and not when the platform stops", async () => {
    const acted: string[] = [];
    const pace = createPace(1);
    const callOff = pace.after(100, () => acted.push("called off"));
    pace.after(100, () => acted.push("stopped"));
    callOff();
    pace.stop();
    pace.after(100, () => acted.push("late"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(acted).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
