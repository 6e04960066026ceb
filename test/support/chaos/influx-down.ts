import { setTimeout as sleep } from "node:timers/promises";
import { writeBacklog } from "./history.ts";
import type { Scenario } from "./scenario.ts";
import { readStored } from "./stored.ts";
import { until } from "./until.ts";

/** InfluxDB ends, or says nothing, while a worker delivers; then it is there again. */
export const influxDown: readonly Scenario[] = [
  {
    title: "InfluxDB stopped while the worker runs, and started again",
    rounds: { short: 0, long: 6 },
    async play(stage, random) {
      const worker = await stage.rise();
      await sleep(random.between(0, 1_500));
      await stage.world.influxd.stop();
      await worker.goesOn(random.between(3, 12));
      const waiting = readStored(stage.store).waiting.length;
      await stage.world.influxd.start();
      await worker.goesOn();
      return { "points that waited": waiting };
    },
  },
  {
    title: "InfluxDB killed and started again in the middle of a batch",
    rounds: { short: 1, long: 6 },
    async play(stage, random) {
      writeBacklog(stage.store, backlogRuns);
      const { proxy, influxd } = stage.world;
      proxy.requests.length = 0;
      const worker = stage.start();
      const batch = random.between(1, batches);
      await until(() => proxy.requests.length >= batch, `batch ${batch} was on its way`, { evidence: () => worker.lastWords() });
      await sleep(random.between(0, 20));
      await influxd.kill();
      const waiting = readStored(stage.store).waiting.length;
      await worker.goesOn();
      await influxd.start();
      await worker.goesOn();
      return { "points that waited": waiting };
    },
  },
  {
    title: "InfluxDB frozen: connections are taken, and nobody answers",
    rounds: { short: 0, long: 6 },
    async play(stage, random) {
      const worker = await stage.rise();
      await sleep(random.between(0, 1_000));
      stage.world.influxd.freeze();
      await worker.goesOn(random.between(3, 15));
      const waiting = readStored(stage.store).waiting.length;
      stage.world.influxd.thaw();
      await worker.goesOn();
      return { "points that waited": waiting };
    },
  },
];

const backlogRuns = 2_000;
const batches = 5;
