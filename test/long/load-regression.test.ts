import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { seededRandom } from "../../worker/load/random.ts";
import { machineSize, toolVersions } from "../support/chaos/circumstances.ts";
import { replaceBlock } from "../support/generated-block.ts";
import { type LaneRun, openLane } from "../support/load/lane.ts";

const page = join(import.meta.dirname, "../../docs/load.md");
/** So many with a slow-down and so many without a change. */
const comparisons = 20;
/** At once: few, since what disturbs a lane is noise that no server made. */
const lanes = 10;
const ratePerS = 20;
const slowDown = 1.15;

interface Tally {
  slower: LaneRun[];
  same: LaneRun[];
}

test(`a slow-down of 15 % is caught at least 19 times in ${comparisons}, and no change is called one at most once`, async () => {
  const tally: Tally = { slower: [], same: [] };
  const left = Array.from({ length: comparisons }, () => ["slower", "same"] as const).flat();
  const lane = async (at: number) => {
    // So that not all of them start at the same moment.
    await sleep(at * 3_000);
    for (let kind = left.shift(); kind !== undefined; kind = left.shift()) await play(kind, left.length, tally);
  };
  await Promise.all(Array.from({ length: lanes }, (_none, at) => lane(at)));
  const caught = tally.slower.filter((run) => run.code === 1 && run.comparison === "regression");
  const wrong = tally.same.filter((run) => run.code !== 0 || run.comparison !== "no-regression");
  expect([tally.slower.length, tally.same.length]).toEqual([comparisons, comparisons]);
  writeFileSync(page, replaceBlock(readFileSync(page, "utf8"), "regression", summary(tally, caught.length, wrong.length)));
  expect(caught.length).toBeGreaterThanOrEqual(comparisons - 1);
  expect(wrong.length).toBeLessThanOrEqual(1);
});

/** A baseline and the run that is compared with it. */
async function play(kind: keyof Tally, seed: number, tally: Tally): Promise<void> {
  const lane = await openLane({ ratePerS, random: seededRandom(seed + 1) });
  try {
    await lane.run(1);
    const run = await lane.run(kind === "slower" ? slowDown : 1, lane.keep());
    tally[kind].push(run);
    console.log(`${kind}: ${JSON.stringify(run)}`);
  } finally {
    lane.close();
  }
}

function summary({ slower, same }: Tally, caught: number, wrong: number): string {
  const windows = [...slower, ...same].map((run) => run.windows);
  const day = new Date().toISOString().slice(0, 10);
  return `${slower.length} runs against a server that took 15 % longer than in the baseline: ${caught} called a regression, with exit code 1. ${same.length} runs without
a change: ${wrong} called one. Each was \`sonde load … --baseline FILE\` at ${ratePerS} iterations a second for 5 minutes, as \`release\` is (${Math.min(...windows)} to
${Math.max(...windows)} windows), against a server with log-normal latencies (median 50 ms, 95th percentile 114 ms). ${lanes} at once, each with a baseline of its own
(${day}, ${machineSize()}, ${toolVersions().join(", ")}).
`;
}
