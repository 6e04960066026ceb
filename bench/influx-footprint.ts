import { instrumentsFor } from "../worker/cli/instruments.ts";
import { prepareJourneys } from "../worker/cli/journeys.ts";
import { measure } from "../worker/cli/measure.ts";
import { influxDefaults, storeDefaults } from "../worker/config/defaults.ts";
import { createWriter } from "../worker/deliver/influx.ts";
import { pointsOfRun } from "../worker/deliver/points.ts";
import { systemClock as clock } from "../worker/kit/clock.ts";
import { fakeProbe } from "../worker/kit/fake-probe.ts";
import { createRedactor } from "../worker/kit/redact.ts";
import { bareK6 } from "./support/bare-k6.ts";
import { type CountingProxy, startCountingProxy } from "./support/counting-proxy.ts";
import { type Figure, type Lab, type Measured, type Row, scaled } from "./support/figure.ts";
import { type InfluxOnDisk, startInfluxOnDisk } from "./support/influx-disk.ts";
import { journeys } from "./support/journeys.ts";
import { type LoopbackTarget, startTarget } from "./support/loopback-target.ts";
import { scratchFolder } from "./support/scratch.ts";
import { whole } from "./support/spread.ts";
import { times } from "./support/wait.ts";

const runs = 1_000;
const atOnce = 4;
const pointsAtOnce = 1_000;
const mostRatio = 1 / 6;

export const influxFootprint: Figure = {
  name: "influx-footprint",
  title: "What runs leave in InfluxDB",
  limitMs: 420_000,
  async measure(lab) {
    using folder = scratchFolder();
    await using target = await startTarget();
    await using disk = await startInfluxOnDisk(folder.path);
    const site = { folder: folder.path, target, disk, lab, count: scaled(runs, lab, 8) };
    lab.say(`${site.count} runs of ours`);
    const ours = await footprint("ours", site, runOurs);
    lab.say(`${site.count} runs of k6 --out influxdb`);
    const theirs = await footprint("theirs", site, runTheirs);
    return report(site.count, ours, theirs);
  },
};

interface Site {
  folder: string;
  target: LoopbackTarget;
  disk: InfluxOnDisk;
  lab: Lab;
  count: number;
}

interface Footprint {
  points: number;
  lineBytes: number;
  series: number;
  diskBytes: number;
  /** Points by measurement. */
  measurements: Map<string, number>;
}

type Runner = (site: Site, proxy: CountingProxy, database: string) => Promise<void>;

async function footprint(database: string, site: Site, run: Runner): Promise<Footprint> {
  const { influxd } = site.disk;
  await influxd.query(`CREATE DATABASE ${database}`);
  await using proxy = await startCountingProxy(influxd.url);
  await run(site, proxy, database);
  const diskBytes = await site.disk.settledBytes(database, site.lab.signal);
  const series = (await influxd.query("SHOW SERIES", database)).length;
  return { points: proxy.points, lineBytes: proxy.bytes, series, diskBytes, measurements: proxy.measurements };
}

/** The life of a run as the worker has it, without its schedule and its store. */
async function runOurs({ folder, target, lab, count }: Site, proxy: CountingProxy, database: string): Promise<void> {
  const redactor = createRedactor(Object.values(target.target.secrets));
  const store = { path: `${folder}/sonde.db`, ...storeDefaults };
  const settings = { store, location: "bench", maintenance: [], canary: null };
  const memory = { noteLeftover: () => undefined, warmSteps: () => ({}), loadRunId: () => null };
  const instruments = instrumentsFor(settings, { k6: lab.k6, redactor, clock, abort: lab.signal, memory });
  const prepared = await prepareJourneys([{ journey: journeys.visit, target: target.target, env: {} }], lab.k6);
  const journey = prepared.journeys.get(journeys.visit);
  if (!journey) throw new Error(`the journey cannot be run: ${prepared.problems[0]?.found}`);
  const writer = createWriter({ url: proxy.url, username: null, password: null, ...influxDefaults, database }, redactor);
  const points: ReturnType<typeof pointsOfRun> = [];
  await times(count, atOnce, lab.signal, async () => {
    const due = { scheduledAtMs: clock.now(), trigger: "schedule", attempt: 1 } as const;
    const run = await measure({ probe: visit, target: target.target, journey, ...due }, instruments);
    if (run.verdict !== "up") throw new Error(`a run was ${run.verdict}: ${run.cause}`);
    points.push(...pointsOfRun(run));
  });
  for (let start = 0; start < points.length; start += pointsAtOnce) {
    const outcome = await writer.write(points.slice(start, start + pointsAtOnce));
    if (outcome.kind !== "written") throw new Error(`InfluxDB did not take our points: ${outcome.reason}`);
  }
}

const visit = fakeProbe({ name: "visit", journey: journeys.visit, target: "bench" });

async function runTheirs({ folder, target, lab, count }: Site, proxy: CountingProxy, database: string): Promise<void> {
  const more = [`--out=influxdb=${proxy.url}/${database}`];
  const k6 = await bareK6({ k6: lab.k6, journey: journeys.visit, target: target.target, folder, more });
  await times(count, atOnce, lab.signal, () => k6.run());
}

function report(count: number, ours: Footprint, theirs: Footprint): Measured {
  const row = (what: string, of: (seen: Footprint) => number, target: number | null): Row => {
    const ratio = of(ours) / of(theirs);
    return {
      what,
      ours: whole(of(ours)),
      alternative: whole(of(theirs)),
      ratio,
      target: target === null ? null : "at most 1/6",
      kept: target === null ? null : ratio <= target,
    };
  };
  const markers = [...theirs.measurements]
    .filter(([name]) => name.startsWith("sonde_"))
    .reduce((sum, [, points]) => sum + points, 0);
  return {
    what: `${whole(count)} runs of \`bench/journeys/visit.ts\`, which makes four requests and talks over a socket, each way; the alternative is \`k6 run --out influxdb\` of the same bundle. Points and bytes are counted on their way to InfluxDB, series by InfluxDB; on disk are its data files after everything was flushed and compacted.`,
    rows: [
      row("points", ({ points }) => points, mostRatio),
      row("bytes of line protocol", ({ lineBytes }) => lineBytes, null),
      row("series", ({ series }) => series, null),
      row("bytes on disk", ({ diskBytes }) => diskBytes, null),
    ],
    notes: [
      `A run of ours is ${(ours.points / count).toFixed(1)} points of ${(ours.lineBytes / ours.points).toFixed(0)} bytes, one of k6's ${(theirs.points / count).toFixed(1)} of ${(theirs.lineBytes / theirs.points).toFixed(0)}.`,
      `Of k6's points ${whole(markers)} are markers of our journey kit; without them the ratio is 1/${((theirs.points - markers) / ours.points).toFixed(1)}.`,
    ],
  };
}
