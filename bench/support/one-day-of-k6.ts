import { askInflux } from "../../test/support/grafana/ask.ts";
import type { InfluxOnDisk } from "./influx-disk.ts";
import { type GeneratedRun, type GeneratedStep, type StepKind, runsOfHour } from "./many-runs.ts";
import { phasesOf } from "./raw-lines.ts";
import { spreadOf } from "./spread.ts";

export interface OneDay {
  points: number;
  series: number;
  bytes: number;
  /** p95 in milliseconds of the queries that stand for a panel's. */
  panels: Record<K6Panel, number>;
}

export interface DaySettings {
  probes: number;
  everyMs: number;
  steps: readonly StepKind[];
  untilMs: number;
  times: number;
  signal: AbortSignal;
}

const database = "k6";
const hourMs = 3_600_000;
const timed = [
  "http_req_duration",
  "http_req_blocked",
  "http_req_connecting",
  "http_req_tls_handshaking",
  "http_req_sending",
  "http_req_waiting",
  "http_req_receiving",
] as const;

/** What k6 has no verdict for is taken from its checks. */
const queries = {
  "p95 per step": (where: string) => [
    `SELECT percentile("value", 95) FROM "http_req_duration" WHERE ${where} GROUP BY time(10m), "step" fill(none)`,
  ],
  "State of every probe": (where: string) => [
    `SELECT min("value") FROM "checks" WHERE ${where} GROUP BY time(5m), "probe" fill(null)`,
  ],
  "Uptime over the range": (where: string) => [`SELECT mean("value") FROM "checks" WHERE ${where} GROUP BY "probe"`],
  "Phases of each step": (where: string) =>
    timed.map((phase) => `SELECT mean("value") FROM "${phase}" WHERE ${where} AND "probe" = 'probe-0' GROUP BY "step"`),
} as const;

export type K6Panel = keyof typeof queries;
const names = Object.keys(queries) as K6Panel[];

/**
 * A day of the same runs as k6's own output stores them (bench/influx-footprint.ts counts a real one): nine points a request, one a
 * check, six a run, in a measurement a metric; then what some of our panels would have to ask there.
 */
export async function oneDayOfK6(disk: InfluxOnDisk, settings: DaySettings): Promise<OneDay> {
  const { influxd } = disk;
  const { probes, untilMs, times, signal } = settings;
  await influxd.query(`CREATE DATABASE ${database}`);
  let points = 0;
  for (let hour = untilMs - 24 * hourMs; hour < untilMs; hour += hourMs) {
    for (let probe = 0; probe < probes; probe++) {
      signal.throwIfAborted();
      const lines = [...runsOfHour(hour, probe, settings)].flatMap((run) => linesOf(run, `probe=probe-${probe}`));
      points += lines.length;
      await send(influxd.url, lines, signal);
    }
  }
  const bytes = await disk.settledBytes(database, signal);
  const series = (await influxd.query("SHOW SERIES", database)).length;
  const where = `time >= ${untilMs - 24 * hourMs}ms AND time <= ${untilMs}ms`;
  const panels = {} as Record<K6Panel, number>;
  for (const name of names) panels[name] = await time(influxd.url, queries[name](where), times);
  return { points, series, bytes, panels };
}

async function time(url: string, asked: readonly string[], times: number): Promise<number> {
  const all: number[] = [];
  for (let turn = 0; turn <= times; turn++) {
    let ms = 0;
    for (const query of asked) ms += (await askInflux(url, database, query)).ms;
    if (turn > 0) all.push(ms);
  }
  return spreadOf(all, "times of k6's panels").p95;
}

async function send(url: string, lines: readonly string[], signal: AbortSignal): Promise<void> {
  const target = `${url}/write?${new URLSearchParams({ db: database, precision: "ns" })}`;
  const response = await fetch(target, { method: "POST", body: lines.join("\n"), signal });
  if (response.status !== 204) throw new Error(`InfluxDB answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
}

function linesOf(run: GeneratedRun, probe: string): string[] {
  const lines = run.steps.flatMap((step) => linesOfStep(run, step, probe));
  const ns = `${run.startedAtMs + Math.round(run.durationMs)}000000`;
  const own = {
    iteration_duration: run.durationMs,
    iterations: 1,
    data_sent: 4_211,
    data_received: 30_000 + Math.round(run.durationMs),
    vus: 1,
    vus_max: 1,
  };
  return [...lines, ...Object.entries(own).map(([name, value]) => `${name},${probe},scenario=default value=${value} ${ns}`)];
}

/** A socket has metrics of its own; its step counts with as many here. */
function linesOfStep(run: GeneratedRun, step: GeneratedStep, probe: string): string[] {
  const { durationMs, status, name, offsetMs } = step;
  if (durationMs === null) return [];
  const ns = `${run.startedAtMs + Math.round(offsetMs + durationMs)}000000`;
  const isFine = status === 200;
  const own = `${probe},scenario=default,step=${name},name=${name}`;
  const tags = `${own},expected_response=${isFine},method=POST,proto=HTTP/1.1,status=${status}`;
  const [blocked, connecting, sending, receiving] = phasesOf(durationMs);
  const values = [durationMs, blocked, connecting, 0, sending, Math.round(durationMs * 940) / 1_000, receiving];
  return [
    ...timed.map((metric, index) => `${metric},${tags} value=${values[index]} ${ns}`),
    `http_reqs,${tags} value=1 ${ns}`,
    `http_req_failed,${tags} value=${isFine ? 0 : 1} ${ns}`,
    ...["status\\ is\\ 200", "has\\ a\\ body", "is\\ ours"].map(
      (check) => `checks,${own},check=${check} value=${isFine ? 1 : 0} ${ns}`,
    ),
  ];
}
