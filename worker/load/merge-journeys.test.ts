import { expect, test } from "vitest";
import { journeyLoad, times } from "./fake-journey.ts";
import { mergeJourneys } from "./merge-journeys.ts";

const errors = (count: number) => [{ kind: "step" as const, cause: "answered 503", count }];

test("windows add up by journey and step: counts, durations and errors", () => {
  const merged = mergeJourneys([
    journeyLoad({ iterations: 3, droppedIterations: 1 }, { step: "a", durationsMs: times(2, 100), failed: 1, errors: errors(1) }),
    journeyLoad({ journey: "other" }, { step: "a", durationsMs: [5] }),
    journeyLoad(
      { iterations: 4 },
      { step: "b", durationsMs: [7] },
      { step: "a", durationsMs: times(2, 300), failed: 2, errors: errors(2) },
    ),
  ]);
  expect(merged).toMatchObject([
    {
      journey: "chat",
      iterations: 7,
      droppedIterations: 1,
      ended: 5,
      failed: 3,
      steps: [
        {
          step: "a",
          ended: 4,
          failed: 3,
          duration: { count: 4, mean: 200, min: 100, max: 300 },
          errors: [{ cause: "answered 503", count: 3 }],
        },
        { step: "b", ended: 1, duration: { count: 1 } },
      ],
    },
    { journey: "other", ended: 1 },
  ]);
});

test("measures add up as well, whichever windows have them", () => {
  const duration = journeyLoad({}, { step: "a", durationsMs: [10, 30] }).steps[0]?.duration;
  if (!duration) throw new Error("no duration");
  const [plain, measured] = [journeyLoad({}, { step: "a" }), journeyLoad({}, { step: "a" })];
  const withMeasures = {
    ...measured,
    steps: measured.steps.map((step) => ({ ...step, measures: { first_answer_ms: duration } })),
  };
  const [merged] = mergeJourneys([plain, withMeasures, withMeasures]);
  expect(merged?.steps[0]?.measures).toMatchObject({ first_answer_ms: { count: 4, mean: 20 } });
});

test("of nothing there is nothing", () => {
  expect(mergeJourneys([])).toEqual([]);
});
