import { expect, test } from "vitest";
import { fakeRecord } from "./fake-load.ts";
import { rateIn, slicesOf } from "./slices.ts";

test("a short run has a slice a window, in the middle of it", () => {
  const slices = slicesOf(fakeRecord({ windows: 3 }));
  expect(slices.map(({ atMs }) => atMs)).toEqual([2_500, 7_500, 12_500]);
});

test("a long run has at most as many slices as asked, and no window is lost", () => {
  const record = fakeRecord({ windows: 500, rate: () => 1 });
  const slices = slicesOf(record, 120);
  expect(slices.length).toBeLessThanOrEqual(120);
  expect(slices.flatMap(({ windows }) => windows)).toEqual(record.windows);
});

test("the rate of a window that was not whole is that of the time when samples were taken", () => {
  const record = fakeRecord({ windows: 2, rate: () => 20 });
  const { totals, startedAtMs } = record.summary;
  const cut = { ...record, summary: { ...record.summary, totals: { ...totals, firstMs: startedAtMs + 3_000 } } };
  expect(slicesOf(cut).map(({ seconds }) => seconds)[0]).toBe(2);
  expect(rateIn({ ...slicesOf(record)[0], windows: record.windows.slice(0, 1), atMs: 0, seconds: 2 })).toBe(50);
});

test("an instant of a window says nothing of a rate and is left out", () => {
  const record = fakeRecord({ windows: 2 });
  const totals = { ...record.summary.totals, lastMs: record.summary.startedAtMs + 5_100 };
  expect(slicesOf({ ...record, summary: { ...record.summary, totals } })).toHaveLength(1);
});
