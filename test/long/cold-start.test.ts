import { expect, test } from "vitest";
import { chosenSeed, randomFrom } from "../support/chaos/random.ts";
import { playColdStarts } from "../support/faults/cold-or-warm.ts";

test("cold-start tells cold from warm in 40 mixed runs", async () => {
  const random = randomFrom(chosenSeed());
  const colds = Array.from({ length: 40 }, (_, index) => index % 2 === 0)
    .map((isCold) => ({ isCold, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ isCold }) => isCold);
  const met = await playColdStarts(colds, 1);
  expect(met.filter(({ wasCold, saidCold, verdict }) => saidCold !== wasCold || verdict !== "up")).toEqual([]);
});
