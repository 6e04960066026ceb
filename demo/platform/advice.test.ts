import fc from "fast-check";
import { expect, test } from "vitest";
import { adviseOn } from "./advice.ts";

test("whatever is asked, the answer welcomes, speaks to optimisation and cost, and gives three recommendations or more", () => {
  fc.assert(
    fc.property(fc.string(), (question) => {
      const { content, recommendations } = adviseOn(question, "Ada");
      expect(content.length).toBeGreaterThan(200);
      expect(content).toMatch(/welcome, Ada/i);
      expect(content).toMatch(/optimise.*cost/i);
      expect(new Set(recommendations).size).toBeGreaterThanOrEqual(3);
      for (const recommendation of recommendations) expect(content).toContain(recommendation);
    }),
  );
});

test("different questions can get different advice", () => {
  expect(adviseOn("a", "Ada").recommendations).not.toEqual(adviseOn("b", "Ada").recommendations);
});
