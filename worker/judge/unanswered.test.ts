import { expect, test } from "vitest";
import { fakeObserved, fakeObservedStep } from "./fake-case.ts";
import { isUnanswered } from "./unanswered.ts";

const silent = { requests: 0, responses: 0 };

test.each([
  ["an answer, even a bad one, needs no canary", { requests: 2, responses: 1, badResponses: 2 }, false],
  ["requests without any answer need the canary", { requests: 2, responses: 0 }, true],
  [
    "a request still in flight leaves no sample, but its step is open",
    { ...silent, steps: [fakeObservedStep({ open: true })] },
    true,
  ],
  [
    "a socket that was refused may be the only thing tried",
    { ...silent, steps: [fakeObservedStep({ network: "refused" })] },
    true,
  ],
  ["a script that asked nobody cannot blame the network", { ...silent, steps: [fakeObservedStep()] }, false],
])("%s", (_title, given, expected) => {
  expect(isUnanswered(fakeObserved(given))).toBe(expected);
});
