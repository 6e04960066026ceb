import { setTimeout as sleep } from "node:timers/promises";
import type { Mode } from "../flaky-proxy.ts";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import type { Stage } from "./stage.ts";
import { until } from "./until.ts";

const moods: readonly [string, Mode][] = [
  ["answers 500", { kind: "status", status: 500 }],
  ["answers 429 with Retry-After", { kind: "status", status: 429, headers: { "retry-after": "1" } }],
  ["gives half an answer", { kind: "half" }],
  ["answers garbage", { kind: "garbage" }],
  ["closes without an answer", { kind: "nothing" }],
  ["never answers", { kind: "silent" }],
  ["answers 200 with a captive portal's page", { kind: "portal" }],
  ["passes on and loses the answer", { kind: "lost-answer" }],
];

/** A proxy in front of InfluxDB fails in one way for a while, at a random instant. */
const single = moods.map(([what, mode]): Scenario => {
  return {
    title: `A proxy in front of InfluxDB that ${what}`,
    rounds: { short: 0, long: 4 },
    async play(stage, random) {
      const worker = await stage.rise();
      await sleep(random.between(0, 1_000));
      const requests = await inMood(stage, mode, random.between(1, 2));
      await worker.goesOn();
      return { "requests that failed": requests };
    },
  };
});

const changing: Scenario = {
  title: "A proxy in front of InfluxDB that changes its mind at random instants",
  rounds: { short: 1, long: 5 },
  async play(stage, random) {
    const worker = await stage.rise();
    let requests = 0;
    for (let changes = 0; changes < 4; changes++) {
      requests += await inMood(stage, random.pick(moods)[1], 1);
      await sleep(random.between(0, 300));
    }
    await worker.goesOn();
    return { "requests that failed": requests };
  },
};

const slow: Scenario = {
  title: "A slow InfluxDB, at times slower than the time-out",
  rounds: { short: 0, long: 4 },
  async play(stage, random) {
    const worker = await stage.rise();
    const delaysMs = shuffled([random.between(200, 900), random.between(900, 1_800), random.between(2_100, 2_600)], random);
    for (const delayMs of delaysMs) {
      await inMood(stage, { kind: "slow", delayMs }, 2);
      await worker.goesOn();
    }
    return { "slow requests": delaysMs.length * 2 };
  },
};

export const proxyMoods: readonly Scenario[] = [...single, changing, slow];

/** Resolves when so many requests met the mood; it is over then. Gives how many did. */
async function inMood({ world: { proxy } }: Stage, mode: Mode, requests: number): Promise<number> {
  proxy.requests.length = 0;
  proxy.mode = mode;
  await until(() => proxy.requests.length >= requests, `${requests} requests had met a proxy that is ${mode.kind}`);
  const met = proxy.requests.length;
  proxy.mode = { kind: "pass" };
  return met;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const left = [...list];
  return list.flatMap(() => left.splice(random.between(0, left.length - 1), 1));
}
