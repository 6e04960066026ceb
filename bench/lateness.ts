import { setTimeout as sleep } from "node:timers/promises";
import { type Influxd, startInfluxd } from "../test/support/influxd.ts";
import { bareK6 } from "./support/bare-k6.ts";
import { type Figure, type Lab, type Row, scaled } from "./support/figure.ts";
import { journeys } from "./support/journeys.ts";
import { type LoopbackTarget, startTarget } from "./support/loopback-target.ts";
import { naiveLateness } from "./support/naive-loop.ts";
import { residentMb } from "./support/proc.ts";
import { fiftyEveryMs, fiftyProbes } from "./support/probes.ts";
import { scratchFolder } from "./support/scratch.ts";
import { ms, spreadOf, whole } from "./support/spread.ts";
import { latenesses } from "./support/starts.ts";
import { until } from "./support/wait.ts";
import { startWorker } from "./support/worker.ts";

/** Runs after which the worker's memory is looked at; at 5 a second the last is due after 400 s. */
const looks = [200, 1_000, 2_000];
const earlyRuns = 50;
const naiveMs = 71_000;
const mostLatenessMs = 100;
const mostMb = 150;
/** More than this, from the first look to the last, is not flat. */
const mostGrowth = 1.1;

export const lateness: Figure = {
  name: "lateness",
  title: "Start lateness and memory",
  limitMs: 700_000,
  async measure(lab) {
    await using target = await startTarget();
    const influxd = await startInfluxd();
    await using _ = { [Symbol.asyncDispose]: () => influxd.remove() };
    const first = [earlyRuns];
    const uncached = await ourSchedule(target, influxd, lab, { looks: first, env: { NODE_DISABLE_COMPILE_CACHE: "1" } });
    // Fills the cache, should the code be new.
    await ourSchedule(target, influxd, lab, { looks: [1] });
    const ours = await ourSchedule(target, influxd, lab, {
      looks: [earlyRuns, ...looks.map((runs) => scaled(runs, lab, earlyRuns))],
    });
    const naive = spreadOf(await naiveSchedule(target, lab, false), "the naive loop's lateness");
    const spread = spreadOf(await naiveSchedule(target, lab, true), "the spread loop's lateness");
    const starts = spreadOf(ours.lateness, "our lateness");
    return {
      what: `50 probes every 10 s (\`probes/health.ts\` against the demo platform) in \`sonde start\` with delivery to InfluxDB: how much later than due each run began, and the worker's resident memory as runs add up. The alternative is 50 times \`setInterval\` in Node, starting the bare k6 with the same bundle.`,
      rows: [
        latenessRow("start lateness, median", starts.median, naive.median, null),
        latenessRow("start lateness, p99", starts.p99, naive.p99, mostLatenessMs),
        latenessRow("start lateness, worst", starts.max, naive.max, null),
        ...memoryRows(ours.memory.slice(1)),
      ],
      notes: [
        `${whole(starts.count)} starts of ours, ${whole(naive.count)} of the loop's, all of whose timers are due at once; Sonde spreads its probes over the interval. With the timers spread by hand the loop's median is ${ms(spread.median)}, its p99 ${ms(spread.p99)}: a schedule without slots, time-outs, verdicts, store or restart.`,
        `After ${earlyRuns} runs the worker holds ${mb(ours)}, and ${mb(uncached)} where Node has no compile cache and strips the types itself: at the first start of a version, or where nothing can be written.`,
      ],
    };
  },
};

interface Scheduled {
  lateness: number[];
  /** Megabytes after so many runs. */
  memory: { runs: number; mb: number }[];
}

async function ourSchedule(
  target: LoopbackTarget,
  influxd: Influxd,
  lab: Lab,
  { looks, env = {} }: { looks: readonly number[]; env?: Record<string, string> },
): Promise<Scheduled> {
  using folder = scratchFolder();
  const influx = { url: influxd.url, database: "sonde" };
  await using worker = startWorker({ folder: folder.path, target, probes: fiftyProbes, influx, env });
  const memory: Scheduled["memory"] = [];
  lab.say(`${looks.at(-1)} runs of 50 probes every 10 s`);
  for (const runs of looks) {
    const limitMs = 60_000 + (runs / fiftyProbes.length) * fiftyEveryMs * 1.3;
    const what = `the worker had made ${runs} runs`;
    await until(
      () => {
        worker.verify();
        return worker.runs() >= runs ? true : null;
      },
      { what, signal: lab.signal, limitMs, everyMs: 100 },
    );
    memory.push({ runs, mb: residentMb(worker.pid) });
  }
  await worker.stop();
  return { lateness: latenesses(worker.storePath, 0, Number.MAX_SAFE_INTEGER), memory };
}

async function naiveSchedule(target: LoopbackTarget, lab: Lab, spread: boolean): Promise<number[]> {
  using folder = scratchFolder();
  const k6 = await bareK6({ k6: lab.k6, journey: journeys.health, target: target.target, folder: folder.path });
  const forMs = scaled(naiveMs, lab, fiftyEveryMs + 2_000);
  lab.say(`a naive loop${spread ? ", its timers spread by hand," : ""} for ${Math.round(forMs / 1_000)} s`);
  await sleep(2_000, undefined, { signal: lab.signal });
  return await naiveLateness(k6, { probes: fiftyProbes.length, everyMs: fiftyEveryMs, spread, forMs, signal: lab.signal });
}

function mb({ memory }: Scheduled): string {
  return `${(memory[0]?.mb ?? 0).toFixed(0)} MB`;
}

function latenessRow(what: string, ours: number, naive: number, most: number | null): Row {
  return {
    what,
    ours: ms(ours),
    alternative: ms(naive),
    ratio: naive > 0 ? ours / naive : null,
    target: most === null ? null : `at most ${most} ms`,
    kept: most === null ? null : ours <= most,
  };
}

function memoryRows(memory: Scheduled["memory"]): Row[] {
  const first = memory[0]?.mb ?? 0;
  const rows = memory.map(({ runs, mb }): Row => {
    const what = `resident memory after ${runs.toLocaleString("en-US")} runs`;
    return { what, ours: `${mb.toFixed(0)} MB`, alternative: null, ratio: null, target: `under ${mostMb} MB`, kept: mb < mostMb };
  });
  const growth = (memory.at(-1)?.mb ?? 0) / first;
  const flat = {
    what: "the last over the first",
    ours: growth.toFixed(2),
    target: `flat: at most ${mostGrowth}`,
    kept: growth <= mostGrowth,
  };
  return [...rows, { ...flat, alternative: null, ratio: null }];
}
