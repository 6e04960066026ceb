import { spawnSync } from "node:child_process";
import { bareK6 } from "./support/bare-k6.ts";
import { type Figure, type Lab, scaled } from "./support/figure.ts";
import { journeys } from "./support/journeys.ts";
import { startTarget } from "./support/loopback-target.ts";
import { firstVerdictMs } from "./support/npm-start.ts";
import { scratchFolder } from "./support/scratch.ts";
import { ms, spreadOf } from "./support/spread.ts";

const starts = 10;
const most = 3_000;

export const start: Figure = {
  name: "start",
  title: "From `npm start` to the first verdict",
  limitMs: 240_000,
  async measure(lab) {
    const count = scaled(starts, lab, 2);
    lab.say(`${count} starts`);
    await startOnce(lab);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < count; round++) {
      ours.push(await startOnce(lab));
      bare.push(await bareRunMs(lab));
    }
    const node = spreadOf(Array.from({ length: count }, nodeMs), "Node's start");
    const [first, alone] = [spreadOf(ours, "our start"), spreadOf(bare, "bare k6's run")];
    return {
      what: `From typing \`npm start\` (which starts the demo platform and the worker; tools and packages are there) until its first line about a run: plain output, an empty store, median of ${count} starts after one that filled Node's compile cache. The alternative is the bare \`k6 run\` of the same journey (\`probes/health.ts\`), against a platform that runs already.`,
      rows: [
        {
          what: "to first verdict",
          ours: ms(first.median),
          alternative: ms(alone.median),
          ratio: first.median / alone.median,
          target: "under 3 s",
          kept: first.median < most,
        },
      ],
      notes: [
        `From ${ms(first.p10)} to ${ms(first.max)}. Node alone, doing nothing, takes ${ms(node.median)}; \`npm start\` starts it for npm, for set-up and worker (one process where Node is 24) and for the demo platform.`,
      ],
    };
  },
};

async function startOnce({ signal }: Lab): Promise<number> {
  using folder = scratchFolder();
  return await firstVerdictMs(folder.path, signal);
}

async function bareRunMs({ k6 }: Lab): Promise<number> {
  using folder = scratchFolder();
  await using target = await startTarget();
  const bare = await bareK6({ k6, journey: journeys.health, target: target.target, folder: folder.path });
  const startedAt = performance.now();
  await bare.run();
  return performance.now() - startedAt;
}

function nodeMs(): number {
  const startedAt = performance.now();
  spawnSync(process.execPath, ["-e", "0"], { timeout: 10_000 });
  return performance.now() - startedAt;
}
