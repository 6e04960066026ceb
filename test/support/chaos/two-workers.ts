import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { aside, usualCast } from "./configuration.ts";
import { deliveredRunIds } from "./delivered.ts";
import type { Scenario } from "./scenario.ts";
import { until } from "./until.ts";

const printed = z.object({ runId: z.string() });

/** More than one process on one store. */
export const twoWorkers: readonly Scenario[] = [
  {
    title: "A second worker on the same store: it refuses and names the first, which goes on",
    rounds: { short: 1, long: 4 },
    async play(stage, random) {
      const first = await stage.rise();
      await sleep(random.between(0, 1_000));
      const { code, stderr } = await stage.toItsEnd("start");
      if (code !== 2 || !stderr.includes(`pid ${first.pid}`)) throw new Error(`the second worker ended with ${code}: ${stderr}`);
      await first.goesOn();
      return { "workers refused": 1 };
    },
  },
  {
    title: "Two workers started at the same instant: one of them works",
    rounds: { short: 0, long: 4 },
    async play(stage, random) {
      const one = stage.start();
      await sleep(random.between(0, 30));
      const other = stage.start();
      await until(() => one.isOver() || other.isOver(), "one of two workers had given up");
      const [loser, winner] = one.isOver() ? [one, other] : [other, one];
      const { code, stderr } = await loser.finished;
      if (code !== 2 || !stderr.includes("Another worker")) throw new Error(`the loser ended with ${code}: ${stderr}`);
      await winner.goesOn();
      if (winner.isOver()) throw new Error("both workers ended");
      return { "workers refused": 1 };
    },
  },
  {
    title: "`once` beside a worker: its runs are stored, and the worker delivers them",
    rounds: { short: 1, long: 4 },
    async play(stage, random) {
      const worker = await stage.rise();
      await sleep(random.between(0, 1_000));
      const { code, stdout, stderr } = await stage.toItsEnd("once", "health", "steps", "--json");
      const ids = stdout
        .trim()
        .split("\n")
        .map((line) => printed.parse(JSON.parse(line)).runId);
      if (code !== 0 || ids.length !== 2) throw new Error(`once beside a worker ended with ${code}: ${stdout}\n${stderr}`);
      stage.alsoReported.push(...ids);
      const arrived = async () => {
        const there = await deliveredRunIds(stage.world.influxd, stage.database);
        return ids.every((id) => there.has(id));
      };
      await until(arrived, "the worker had delivered the runs of `once`");
      if (worker.isOver()) throw new Error("the worker ended");
      return { "runs of `once` that the worker delivered": ids.length };
    },
  },
  {
    title: "kill -9 of `once` beside a worker, at a random instant",
    stage: { cast: () => [...usualCast, { name: "linger", journey: "linger.js", every: "1h", target: aside }] },
    rounds: { short: 0, long: 4 },
    async play(stage, random) {
      const worker = await stage.rise();
      const { child, finished } = stage.command("once", "health", "linger");
      await sleep(random.between(300, 1_500));
      child.kill("SIGKILL");
      await finished;
      const outlived = stage.processes().filter(({ home }) => home.includes(`@${child.pid}-`)).length;
      await worker.goesOn();
      await worker.stop();
      return { "k6 processes that outlived `once`": outlived };
    },
  },
];
