import { deliveredRunIds, readDelivered } from "./delivered.ts";
import { randomFrom } from "./random.ts";
import type { Hits, Scenario } from "./scenario.ts";
import { type LeftBehind, type Stage, lookForLeftovers, raise } from "./stage.ts";
import { readStored } from "./stored.ts";
import { type Verified, verify } from "./verify.ts";
import { type World, restore } from "./world.ts";

/** What was counted in one round. */
export interface Round extends Verified {
  reported: number;
  stored: number;
  left: LeftBehind;
  hits: Hits;
}

/** Plays a scenario once on a stage of its own, lets everything come to rest, and counts. */
export async function playRound(scenario: Scenario, world: World, seed: number): Promise<Round> {
  const stage = await raise(world, scenario.stage);
  try {
    const hits = await scenario.play(stage, randomFrom(seed));
    await settle(stage);
    const reported = [...stage.workers.flatMap((worker) => worker.reported()), ...stage.alsoReported];
    const begun = stage.workers.filter((worker) => !worker.wasKilled()).flatMap(({ pid }) => stage.folders.begunBy(pid));
    const stored = readStored(stage.store);
    const verified = verify({ reported, begun }, stored, await readDelivered(world.influxd, stage.database));
    return { reported: reported.length, stored: stored.runs.length, ...verified, left: stage.left, hits };
  } finally {
    await restore(world);
    await stage.strike();
  }
}

const mostStarts = 4;

/** Ends all harm; a worker starts where none goes on, and is stopped, until nothing waits for InfluxDB any more. */
async function settle(stage: Stage): Promise<void> {
  await restore(stage.world);
  for (let starts = 0; starts < mostStarts; starts++) {
    const living = stage.workers.findLast((worker) => !worker.isOver()) ?? (await stage.rise());
    await living.stop();
    await lookForLeftovers(stage, null);
    if (readStored(stage.store).waiting.length === 0) return;
  }
}

/** How many points wait for InfluxDB although it has their run already: sent, and not yet struck off. */
export async function sentAndWaiting(stage: Stage, waiting: readonly string[]): Promise<number> {
  const arrived = await deliveredRunIds(stage.world.influxd, stage.database);
  return waiting.filter((id) => arrived.has(id)).length;
}
