import { describe, expect, test } from "vitest";
import { backfill } from "./backfill.ts";
import { createFakeOutbox } from "./fake-outbox.ts";
import { fakeRun } from "../kit/fake-run.ts";

const runs = Array.from({ length: 25 }, (_, index) => fakeRun({ id: `run ${index}`, startedAtMs: 1_700_000_000_000 + index }));

describe("backfill", () => {
  test("puts every point of every run into the outbox, in slices", async () => {
    const outbox = createFakeOutbox();
    let slices = 0;
    const between = () => Promise.resolve(++slices > 0);
    expect(await backfill(runs, { outbox, slice: 10, between })).toEqual({ runs: 25, points: 50, complete: true });
    expect([outbox.stats().rows, slices]).toEqual([50, 3]);
  });

  test("makes the same points again, so that InfluxDB keeps one of each", async () => {
    const outbox = createFakeOutbox();
    await backfill(runs, { outbox });
    await backfill(runs, { outbox });
    const points = outbox.next(1_000).map(({ point }) => JSON.stringify(point));
    expect([points.length, new Set(points).size]).toEqual([100, 50]);
  });

  test("stops when the outbox does not drain, and says that it is not complete", async () => {
    const outbox = createFakeOutbox();
    const made = await backfill(runs, { outbox, slice: 10, between: () => Promise.resolve(false) });
    expect(made).toEqual({ runs: 10, points: 20, complete: false });
  });
});
