import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { busyMachine } from "../support/busy-machine.ts";
import { machineSize, toolVersions } from "../support/chaos/circumstances.ts";
import { playFault } from "../support/faults/play-fault.ts";
import { replaceBlock } from "../support/generated-block.ts";

const page = join(import.meta.dirname, "../../docs/demo.md");
const rounds = 200;
/** At once; each runs four k6 at once. */
const lanes = 2;

test(`all journeys are up on the healthy platform ${rounds} times in a row, also while the machine is busy`, async () => {
  const tally = { rounds: 0, runs: 0, notUp: [] as string[] };
  await playRounds(rounds / 2, tally);
  const busy = busyMachine();
  try {
    await playRounds(rounds / 2, tally);
  } finally {
    busy.stop();
  }
  expect(tally.notUp).toEqual([]);
  expect(tally.rounds).toBe(rounds);
  writeFileSync(page, replaceBlock(readFileSync(page, "utf8"), "healthy", summary(tally)));
});

async function playRounds(count: number, tally: { rounds: number; runs: number; notUp: string[] }): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const reports = await playFault(null, { timeScale: 1 });
      tally.rounds += 1;
      tally.runs += reports.length;
      for (const { probe, verdict, cause } of reports) if (verdict !== "up") tally.notUp.push(`${probe} ${verdict}: ${cause}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function summary({ rounds, runs, notUp }: { rounds: number; runs: number; notUp: readonly string[] }): string {
  const day = new Date().toISOString().slice(0, 10);
  return `${rounds} rounds of all journeys against the healthy demo, half of them with every core busy: ${runs} runs, ${runs - notUp.length} \`up\`
(${day}, ${machineSize()}, ${toolVersions().join(", ")}).
`;
}
