import { DDSketch } from "@datadog/sketches-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSketch, upperEdge } from "./sketch.ts";

const quantiles = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

/** What a duration in milliseconds may be: loopback, a minute, and values that are many times the same. */
const duration = fc.oneof(
  fc.double({ min: 0.01, max: 60_000, noNaN: true }),
  fc.double({ min: 0.5, max: 2, noNaN: true }),
  fc.constantFrom(0, 1, 5, 1_000),
);
const durations = fc.array(duration, { minLength: 1, maxLength: 300 });
const measure = fc.oneof(duration, fc.integer({ min: -1_000, max: 1_000 }));
const measures = fc.array(measure, { minLength: 1, maxLength: 100 });

const sketchOf = (values: number[]) => {
  const sketch = createSketch();
  for (const value of values) sketch.add(value);
  return sketch;
};

const exact = (values: number[], quantile: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(quantile * (values.length - 1))] ?? Number.NaN;

describe("a sketch", () => {
  test("gives every percentile within 1 % of the exact one", () => {
    fc.assert(
      fc.property(fc.oneof(durations, measures), (values) => {
        const sketch = sketchOf(values);
        for (const quantile of quantiles) {
          const [seen, right] = [sketch.quantile(quantile) ?? Number.NaN, exact(values, quantile)];
          expect(Math.abs(seen - right)).toBeLessThanOrEqual(0.01 * Math.abs(right) + 1e-9);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("merged of parts is the same as of the whole, in whatever order and however often it was written down", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(durations, measures), { minLength: 1, maxLength: 8 }), (parts) => {
        const whole = sketchOf(parts.flat()).data();
        const stored = parts.map((part) => JSON.parse(JSON.stringify(sketchOf(part).data())));
        for (const order of [stored, stored.toReversed()]) {
          const merged = createSketch(...order).data();
          expect({ ...merged, sum: 0 }).toEqual({ ...whole, sum: 0 });
          expect(merged.sum).toBeCloseTo(whole.sum, 3);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("knows count, mean, smallest and largest exactly", () => {
    expect(sketchOf([10, 20, 30]).distribution()).toMatchObject({ count: 3, mean: 20, min: 10, max: 30 });
  });

  test("of nothing has no percentiles", () => {
    expect(createSketch().quantile(0.5)).toBeNull();
    expect(createSketch().distribution()).toBeNull();
    expect(createSketch(createSketch().data()).count).toBe(0);
  });

  test.each([1e-300, 1e300, -1e300, 5e-324])("keeps its bins few when a value is %d", (value) => {
    const sketch = sketchOf([value, 1, 10]);
    const { positive, negative, min, max } = sketch.data();
    expect(positive.counts.length + negative.counts.length).toBeLessThan(4_300);
    expect([min, max]).toContain(value);
  });
});

const theirs = (...values: number[]) => {
  const sketch = new DDSketch({ relativeAccuracy: 0.005 });
  for (const value of values) sketch.accept(value);
  return sketch;
};

describe("the library's own merge", () => {
  test("loses what is just under 1 ms, which is why it is not used", () => {
    const merged = theirs(0.1);
    merged.merge(theirs(0.05, 1));
    expect(merged.getValueAtQuantile(1)).toBeLessThan(0.9);
    expect(createSketch(sketchOf([0.1]).data(), sketchOf([0.05, 1]).data()).quantile(0.999)).toBeCloseTo(0.1, 2);
  });

  test("forgets values below zero, which is why it is not used", () => {
    const merged = theirs(1);
    merged.merge(theirs(-1, -2));
    expect(merged.negativeStore.count).toBe(0);
    expect(createSketch(sketchOf([1]).data(), sketchOf([-1, -2]).data()).data().negative.counts).not.toEqual([]);
  });
});

test("a bin's edges lie around the values in it", () => {
  const { firstKey } = sketchOf([123]).data().positive;
  expect(upperEdge(firstKey - 1)).toBeLessThan(123);
  expect(upperEdge(firstKey)).toBeGreaterThanOrEqual(123);
});
