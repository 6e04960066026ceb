import { expect, test } from "vitest";
import { normalQuantile, studentQuantile } from "./student.ts";

test.each([
  [0.05, 1, 6.314],
  [0.05, 2, 2.92],
  [0.05, 3, 2.353],
  [0.05, 10, 1.812],
  [0.05, 100, 1.66],
  [0.025, 5, 2.571],
  [0.01, 7, 2.998],
  [0.0005, 3, 12.924],
  [0.0005, 6, 5.959],
  [0.0005, 20, 3.85],
])("Student's t with %d above it and %d degrees of freedom is %d, as printed tables say", (above, freedom, value) => {
  expect(Math.abs(studentQuantile(above, freedom) / value - 1)).toBeLessThan(0.01);
});

test("Student's t never grows with the degrees of freedom, whole or not", () => {
  const values = [1, 1.5, 2, 2.5, 3, 3.3, 5, 12.5, 40, 1_000].map((freedom) => studentQuantile(0.01, freedom));
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  expect(values.at(-1)).toBeCloseTo(normalQuantile(0.01), 1);
});
