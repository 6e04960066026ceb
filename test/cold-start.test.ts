import { expect, test } from "vitest";
import { playColdStarts } from "./support/faults/cold-or-warm.ts";

test("cold-start tells a cold instance from a warm one", async () => {
  const met = await playColdStarts([false, true, false, true], 0.5);
  expect(met).toMatchObject([
    { saidCold: false, verdict: "up" },
    { saidCold: true, verdict: "up" },
    { saidCold: false, verdict: "up" },
    { saidCold: true, verdict: "up" },
  ]);
});
