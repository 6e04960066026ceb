import { expect, test } from "vitest";
import { seededRandom } from "./random.ts";

const numbers = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

test("the same seed gives the same numbers, and another gives others", () => {
  expect(numbers(7, 20)).toEqual(numbers(7, 20));
  expect(numbers(7, 20)).not.toEqual(numbers(8, 20));
});

test("the numbers lie evenly between 0 and 1, and neighbours have nothing to do with each other", () => {
  const some = [1, 2, 3].flatMap((seed) => numbers(seed, 10_000));
  const tenths = Array.from({ length: 10 }, (_none, tenth) => some.filter((value) => Math.floor(value * 10) === tenth).length);
  for (const count of tenths) expect(Math.abs(count - 3_000)).toBeLessThan(250);
  const correlation =
    some.slice(1).reduce((sum, value, at) => sum + (value - 0.5) * ((some[at] ?? 0) - 0.5), 0) / some.length / (1 / 12);
  expect(Math.abs(correlation)).toBeLessThan(0.03);
});

test("seeds beside each other have nothing to do with each other", () => {
  const firsts = Array.from({ length: 2_000 }, (_none, seed) => seededRandom(seed)());
  expect(Math.abs(firsts.reduce((sum, value) => sum + value, 0) / firsts.length - 0.5)).toBeLessThan(0.03);
});
