import { setTimeout as sleep } from "node:timers/promises";
import { type Cast, soon } from "./configuration.ts";
import { writeBacklog } from "./history.ts";
import type { JourneyFile } from "./journeys.ts";
import type { Scenario } from "./scenario.ts";
import { type Stored, readStored } from "./stored.ts";
import { until } from "./until.ts";

const crowded = 200;
const concurrency = 8;
/** After the stage is there: the worker has to be up by then. */
const inMs = 8_000;
/** Where that was too soon, the crowd comes a minute later. */
const aMinuteMs = 75_000;

/** Many probes whose crons name the same second of every minute, the next of which is soon. */
function crowdOf(count: number, journey: JourneyFile): Cast {
  const cron = soon(inMs);
  const crowd = Array.from({ length: count }, (_, index) => ({ name: `crowd-${index}`, journey, cron }));
  return [{ name: "health", journey: "ok.js", every: "1h" }, ...crowd];
}

const ofCrowd = (stored: Stored) => stored.runs.filter(({ probe }) => probe.startsWith("crowd-"));

export const crowds: readonly Scenario[] = [
  {
    title: `${crowded} probes due at once, ${concurrency} slots`,
    stage: { cast: () => crowdOf(crowded, "ok.js"), concurrency },
    rounds: { short: 0, long: 3 },
    async play(stage) {
      const worker = await stage.rise();
      await until(() => worker.reported().length > crowded, `${crowded} probes had run`, { timeoutMs: 2 * aMinuteMs });
      await worker.stop();
      const runs = ofCrowd(readStored(stage.store));
      const probes = new Set(runs.map(({ probe }) => probe));
      if (runs.length !== crowded || probes.size !== crowded) throw new Error(`${runs.length} runs of ${probes.size} probes`);
      const most = stage.folders.most();
      if (most > concurrency) throw new Error(`${most} runs went on at once`);
      return { "runs of one instant": runs.length };
    },
  },
  {
    title:
      "SIGTERM while a queue of runs waits for slots and a backlog for InfluxDB: what goes on ends well, the rest never starts",
    stage: { cast: () => crowdOf(60, "slow.js"), concurrency: 4 },
    rounds: { short: 1, long: 6 },
    async play(stage, random) {
      writeBacklog(stage.store, 2_000);
      const worker = await stage.rise();
      stage.world.proxy.mode = { kind: "slow", delayMs: 100 };
      await until(() => stage.folders.begunBy(worker.pid).length > 1, "the crowd had begun", { timeoutMs: aMinuteMs });
      await sleep(random.between(0, 2_500));
      const begun = stage.folders.begunBy(worker.pid).length;
      await worker.stop();
      const ran = ofCrowd(readStored(stage.store)).length;
      if (ran === 60) throw new Error("the queue was empty already");
      return { "runs under way or done": begun, "runs that never started": 60 - ran };
    },
  },
];
