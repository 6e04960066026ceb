import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type IPoint, InfluxDB } from "influx";
import { type Influxd, startInfluxd } from "../test/support/influxd.ts";
import { storeDefaults } from "../worker/config/defaults.ts";
import type { Point } from "../worker/contract/measurements.ts";
import { systemClock as clock } from "../worker/kit/clock.ts";
import { openStore } from "../worker/store/open.ts";
import { fillOutbox, manyPoints } from "./support/backlog.ts";
import { type Figure, type Lab, scaled } from "./support/figure.ts";
import { type LoopbackTarget, startTarget } from "./support/loopback-target.ts";
import { fiftyProbes } from "./support/probes.ts";
import { scratchFolder } from "./support/scratch.ts";
import { ms, spreadOf, whole } from "./support/spread.ts";
import { latenesses } from "./support/starts.ts";
import { until } from "./support/wait.ts";
import { startWorker } from "./support/worker.ts";

const backlog = 100_000;
const rounds = 5;
const pointsAtOnce = 1_000;
const watchMs = 60_000;
const leastRate = 10_000;
const mostLatenessMs = 100;
const mostQueryableMs = 1_000;

export const drain: Figure = {
  name: "drain",
  title: "Delivery to InfluxDB",
  limitMs: 300_000,
  async measure(lab) {
    using folder = scratchFolder();
    await using target = await startTarget();
    const influxd = await startInfluxd();
    await using _ = { [Symbol.asyncDispose]: () => influxd.remove() };
    const points = manyPoints(scaled(backlog, lab, 2_000));
    const template = join(folder.path, "template.db");
    fillOutbox(template, points);
    const site = { folder: folder.path, template, points, target, influxd, lab };
    const drained: Drained[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < scaled(rounds, lab); round++) {
      lab.say(`${points.length} points, round ${round + 1}`);
      drained.push(await drainOnce(round, site));
      theirs.push(await writeThroughClient(round, site));
    }
    lab.say("run end to queryable");
    const queryable = spreadOf(await watchArrivals(site), "time to queryable");
    return report(points.length, drained, theirs, queryable);
  },
};

interface Site {
  folder: string;
  /** A store whose outbox holds the points. */
  template: string;
  points: Point[];
  target: LoopbackTarget;
  influxd: Influxd;
  lab: Lab;
}

interface Drained {
  pointsPerSecond: number;
  lateness: number[];
}

/** A worker with its schedule finds the backlog when it starts. */
async function drainOnce(round: number, { folder, template, target, influxd, lab, points }: Site): Promise<Drained> {
  const own = join(folder, `round-${round}`);
  mkdirSync(own);
  copyFileSync(template, join(own, "sonde.db"));
  const influx = { url: influxd.url, database: `ours_${round}` };
  await using worker = startWorker({ folder: own, target, probes: fiftyProbes, influx });
  const store = openStore(worker.storePath, { clock, limits: storeDefaults });
  using _ = { [Symbol.dispose]: () => store.close() };
  const rowsUnder = (most: number) => () => {
    worker.verify();
    const { rows } = store.outbox.stats();
    return rows < most ? { rows, atMs: Date.now() } : null;
  };
  const wait = { signal: lab.signal, limitMs: 60_000, everyMs: 10 };
  const began = await until(rowsUnder(points.length), { what: "the outbox began to drain", ...wait });
  const ended = await until(rowsUnder(pointsAtOnce / 20), { what: "the outbox was drained", ...wait });
  await worker.stop();
  return {
    pointsPerSecond: (began.rows - ended.rows) / ((ended.atMs - began.atMs) / 1_000),
    lateness: latenesses(worker.storePath, began.atMs, ended.atMs),
  };
}

/** Out of memory, one batch after the other, as its documentation shows it. Gives points per second. */
async function writeThroughClient(round: number, { influxd, points, lab }: Site): Promise<number> {
  const { hostname, port } = new URL(influxd.url);
  const database = `client_${round}`;
  const client = new InfluxDB({ host: hostname, port: Number(port), database });
  await client.createDatabase(database);
  const given = points.map(({ measurement, tags, fields, timestampNs }): IPoint => ({
    measurement,
    tags,
    fields,
    timestamp: timestampNs,
  }));
  const startedAt = performance.now();
  for (let start = 0; start < given.length; start += pointsAtOnce) {
    lab.signal.throwIfAborted();
    await client.writePoints(given.slice(start, start + pointsAtOnce), { precision: "n" });
  }
  return given.length / ((performance.now() - startedAt) / 1_000);
}

/** From the end of each run until a query finds it, in milliseconds, with nothing else to deliver. */
async function watchArrivals({ folder, target, influxd, lab }: Site): Promise<number[]> {
  const own = join(folder, "arrivals");
  mkdirSync(own);
  const database = "arrivals";
  await influxd.query(`CREATE DATABASE ${database}`);
  await using worker = startWorker({ folder: own, target, probes: fiftyProbes, influx: { url: influxd.url, database } });
  const afterMs = new Map<string, number>();
  const endMs = performance.now() + scaled(watchMs, lab, 15_000);
  await until(
    async () => {
      worker.verify();
      const rows = await influxd.query("SELECT run_id, ended_ms FROM probe_run WHERE time > now() - 20s", database);
      const nowMs = Date.now();
      for (const row of rows) {
        const id = String(row["run_id"]);
        if (!afterMs.has(id)) afterMs.set(id, nowMs - Number(row["ended_ms"]));
      }
      return performance.now() > endMs ? true : null;
    },
    { what: "arrivals were watched", signal: lab.signal, limitMs: watchMs * 2, everyMs: 20 },
  );
  return [...afterMs.values()];
}

function report(count: number, drained: Drained[], theirs: number[], queryable: ReturnType<typeof spreadOf>) {
  const rate = spreadOf(
    drained.map(({ pointsPerSecond }) => pointsPerSecond),
    "points per second",
  );
  const client = spreadOf(theirs, "the client's points per second");
  const late = spreadOf(
    drained.flatMap(({ lateness }) => lateness),
    "lateness while draining",
  );
  const alone = { alternative: null, ratio: null };
  return {
    what: `A worker with 50 probes every 10 s finds ${whole(count)} points in its outbox and delivers them to a real InfluxDB, out of SQLite, a batch of ${whole(pointsAtOnce)} a request; the alternative is \`writePoints\` of the \`influx\` package, given the same points in memory in batches of the same size, with no schedule beside it. Median of ${drained.length} rounds. Then, with nothing waiting, from the end of each run until a query finds it.`,
    rows: [
      {
        what: "points per second",
        ours: whole(rate.median),
        alternative: whole(client.median),
        ratio: rate.median / client.median,
        target: `at least ${whole(leastRate)}`,
        kept: rate.median >= leastRate,
      },
      {
        what: "start lateness meanwhile, p99",
        ours: ms(late.p99),
        ...alone,
        target: `at most ${mostLatenessMs} ms`,
        kept: late.p99 <= mostLatenessMs,
      },
      {
        what: "run end to queryable, p50",
        ours: ms(queryable.median),
        ...alone,
        target: "under 1 s",
        kept: queryable.median < mostQueryableMs,
      },
      {
        what: "run end to queryable, p99",
        ours: ms(queryable.p99),
        ...alone,
        target: "under 1 s",
        kept: queryable.p99 < mostQueryableMs,
      },
    ],
    notes: [
      `Slowest round ${whole(rate.p10)} points per second. ${late.count} starts meanwhile, median ${ms(late.median)}, worst ${ms(late.max)}.`,
      `${queryable.count} runs until queryable; InfluxDB was asked every 20 ms, which is part of the time.`,
    ],
  };
}
