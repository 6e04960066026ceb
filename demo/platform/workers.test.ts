import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPace } from "./pace.ts";
import { createWorkers } from "./workers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** So many ask at once: how long each of them took, the refused at last. */
async function crowd(size: number): Promise<(number | "refused")[]> {
  const workers = createWorkers(createPace(1, () => 0));
  const startedMs = performance.now();
  const all = Array.from({ length: size }, () =>
    workers.work(1).then(
      () => performance.now() - startedMs,
      () => "refused" as const,
    ),
  );
  await vi.advanceTimersByTimeAsync(600_000);
  return Promise.all(all);
}

test("as many as there are workers take their turn together, the next wait for them", async () => {
  expect(await crowd(8)).toEqual(Array.from({ length: 8 }, () => 2_600));
  expect((await crowd(9)).at(-1)).toBe(5_200);
});

test("beyond the knee latency grows with the crowd, and who finds the queue full is refused at once", async () => {
  const took = await crowd(60);
  expect(took.slice(40, 48)).toEqual(Array.from({ length: 8 }, () => 6 * 2_600));
  expect(took.slice(48)).toEqual(Array.from({ length: 12 }, () => "refused"));
});

test("turns of one request are taken in one go", async () => {
  const workers = createWorkers(createPace(1, () => 0));
  const startedMs = performance.now();
  const both = workers.work(2).then(() => performance.now() - startedMs);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await both).toBe(5_200);
});
