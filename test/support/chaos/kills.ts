import { setTimeout as sleep } from "node:timers/promises";
import type { Mode } from "../flaky-proxy.ts";
import { type Cast, aside, soon, usualCast } from "./configuration.ts";
import { writeBacklog } from "./history.ts";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import type { Stage } from "./stage.ts";
import { until } from "./until.ts";
import type { Worker } from "./worker.ts";
import { killAndLook } from "./wreck.ts";

/** kill -9 of the worker. Whatever it was doing, the next one finds it and goes on. */
export const kills: readonly Scenario[] = [
  {
    title: "kill -9 of the worker at a random instant, runs in flight",
    stage: { cast: withLongRun },
    rounds: { short: 2, long: 20 },
    async play(stage, random) {
      const { target } = stage.world;
      const before = target.asked("/linger");
      const worker = await stage.rise();
      await until(() => target.asked("/linger") > before, "a long run was under way", { timeoutMs: 75_000 });
      await sleep(random.between(0, 2_500));
      return killAndLook(stage, worker);
    },
  },
  {
    title: "kill -9 of the worker when k6 has just ended, between run and store",
    rounds: { short: 1, long: 20 },
    async play(stage, random) {
      const worker = await stage.rise();
      await sleep(random.between(0, 1_500));
      await stage.folders.nextEnd();
      await pause(random.pick([0, 0, 1, 2, 3]));
      return killAndLook(stage, worker);
    },
  },
  {
    title: "kill -9 of the worker while it delivers a backlog",
    rounds: { short: 1, long: 12 },
    async play(stage, random) {
      return killAndLook(stage, await delivering(stage, random));
    },
  },
  {
    title: "kill -9 of the worker at a random instant of its start, after another one was killed",
    rounds: { short: 1, long: 8 },
    async play(stage, random) {
      const first = await stage.rise();
      await sleep(random.between(0, 1_000));
      await killAndLook(stage, first);
      const second = stage.start();
      await sleep(random.between(0, 1_000));
      const hits = await killAndLook(stage, second);
      return { ...hits, "starts cut off before a run was reported": second.reported().length === 0 ? 1 : 0 };
    },
  },
];

/** With one run that only a sweep can end in time: once a minute, soon, so that the next worker has none of it. */
function withLongRun(): Cast {
  return [...usualCast, { name: "linger", journey: "linger.js", cron: soon(4_000), target: aside }];
}

/** Starts a worker, and resolves at a random instant while batches of a backlog are on their way through a slowed proxy. */
async function delivering(stage: Stage, random: Random): Promise<Worker> {
  writeBacklog(stage.store, backlogRuns);
  const { proxy } = stage.world;
  proxy.mode = { kind: "slow", delayMs: 25 };
  proxy.requests.length = 0;
  const worker = stage.start();
  const evidence = () => worker.lastWords();
  const batch = random.between(1, batches);
  await until(() => proxy.requests.length >= batch - 1, `batch ${batch} was next`, { evidence });
  proxy.mode = random.pick(lastMoods);
  await until(() => proxy.requests.length >= batch, `batch ${batch} was on its way`, { evidence });
  await pause(random.between(0, 120));
  return worker;
}

/** What becomes of the batch that is on its way: InfluxDB gets it a little later, never, or at once and without the worker learning it. */
const lastMoods: readonly Mode[] = [{ kind: "slow", delayMs: 60 }, { kind: "silent" }, { kind: "lost-answer" }];

/** Three points each, a thousand points a batch. */
const backlogRuns = 2_000;
const batches = 5;

/** Less than a turn of the event loop must be possible. */
async function pause(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms);
}
