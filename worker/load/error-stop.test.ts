import { expect, test } from "vitest";
import type { JourneyLoad } from "../contract/load.ts";
import { noCounts } from "./counts.ts";
import { watchErrors } from "./error-stop.ts";

function journey(ended: number, failed: number): JourneyLoad[] {
  return [{ ...noCounts(), journey: "chat", iterations: ended, droppedIterations: 0, ended, failed, duration: null, steps: [] }];
}

/** What a watch says of runs that fail like this, a number from 0 to 1 a second, ten tries each. */
function said(shares: readonly number[], triesPerS = 10): (number | null)[] {
  const watch = watchErrors();
  let [ended, failed] = [0, 0];
  return shares.map((share, second) => {
    ended += triesPerS;
    failed += triesPerS * share;
    return watch(journey(ended, failed), second * 1_000);
  });
}

const seconds = (count: number, share: number) => Array.from({ length: count }, () => share);

test.each<[string, readonly number[], number | null]>([
  ["a run without errors goes on", seconds(60, 0), null],
  ["one in which a third fails goes on", seconds(60, 0.3), null],
  ["one in which all fails is stopped after 15 s, not before", seconds(60, 1), 15],
  ["an outage of 5 s does not stop it", [...seconds(20, 0), ...seconds(5, 1), ...seconds(20, 0)], null],
  ["an outage that lasts stops it when half of the last 15 s failed", [...seconds(30, 0), ...seconds(30, 1)], 37],
])("%s", (_name, shares, stoppedAfterS) => {
  const at = said(shares).findIndex((share) => share !== null);
  expect(at < 0 ? null : at).toBe(stoppedAfterS);
});

test("a handful of failures is too little to stop for", () => {
  expect(said(seconds(60, 1), 1).every((share) => share === null)).toBe(true);
});
