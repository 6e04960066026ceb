import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createAdmin } from "../worker/deliver/admin.ts";
import { influxDefaults, storeDefaults } from "../worker/config/defaults.ts";
import type { Run } from "../worker/contract/run.ts";
import { rollupsOf } from "../worker/cli/rollups.ts";
import { systemClock } from "../worker/kit/clock.ts";
import { fakeRun, fakeStep } from "../worker/kit/fake-run.ts";
import { createLogger } from "../worker/kit/log.ts";
import { createRedactor } from "../worker/kit/redact.ts";
import { type Store, openStore } from "../worker/store/open.ts";
import { type Influxd, startInfluxd } from "./support/influxd.ts";
import { sonde, temporaryFolder } from "./support/sonde.ts";

const hourMs = 3_600_000;
const redactor = createRedactor([]);

let influxd: Influxd;
let folder: ReturnType<typeof temporaryFolder>;
let database: string;
let databases = 0;

beforeAll(async () => void (influxd = await startInfluxd()));
afterAll(() => influxd.remove());
beforeEach(() => {
  folder = temporaryFolder();
  database = `rollups_${databases++}`;
});
afterEach(() => folder.remove());

const settings = () => ({ url: influxd.url, username: null, password: null, ...influxDefaults, database });

const environment = () => ({
  SONDE_STORE: join(folder.path, "sonde.db"),
  SONDE_LOCATION: "here",
  SONDE_INFLUX_URL: influxd.url,
  SONDE_INFLUX_DATABASE: database,
});

function open(): Store {
  return openStore(join(folder.path, "sonde.db"), { clock: systemClock, limits: storeDefaults });
}

/** Run number `number`, a minute after the one before, three hours ago. */
function pastRun(number: number, given: Partial<Run> = {}): Run {
  const beginMs = Math.floor(Date.now() / hourMs) * hourMs - 3 * hourMs;
  const steps = [fakeStep({ name: "chat", durationMs: 100 + number })];
  return fakeRun({ id: `run-${number}`, probe: "chat", startedAtMs: beginMs + number * 60_000, steps, ...given });
}

function keep(store: Store, ...runs: Run[]): void {
  for (const run of runs) store.record({ run, state: null, change: null, points: [] });
}

const minutes = (count: number, given: Partial<Run> = {}) => Array.from({ length: count }, (_, number) => pastRun(number, given));

test("`backfill` delivers roll-ups of history into their own policy, the same ones however often", async () => {
  const store = open();
  keep(store, ...minutes(120), pastRun(150, { verdict: "down" }));
  store.close();
  await sonde(["influx", "init"], environment());
  for (let times = 0; times < 2; times++) {
    const { code } = await sonde(["influx", "backfill"], environment());
    expect(code).toBe(0);
    const hours = await influxd.query(`SELECT runs, up, down, worst_state FROM "rollups"."probe_run_1h"`, database);
    expect(hours.map(({ runs, up, down, worst_state: worst }) => [runs, up, down, worst])).toEqual([
      [60, 60, 0, 1],
      [60, 60, 0, 1],
      [1, 0, 1, 3],
    ]);
    const [five] = await influxd.query(`SELECT count(runs) AS spans, sum(runs) AS runs FROM "rollups"."probe_step_5m"`, database);
    expect(five).toMatchObject({ spans: 25, runs: 121 });
  }
  expect(await influxd.query(`SELECT runs FROM probe_run_1h`, database)).toEqual([]);
});

test("a late result changes the roll-up of its time, and doubles none", async () => {
  const store = open();
  keep(store, ...minutes(60));
  await sonde(["influx", "init"], environment());
  const log = createLogger({ redactor, form: "text", write: () => undefined });
  const drainer = rollupsOf(settings(), { store, clock: systemClock, log, redactor });
  expect(await drainer?.flush(10_000)).toBe(true);
  keep(store, pastRun(7, { id: "late", verdict: "down" }));
  expect(await drainer?.flush(10_000)).toBe(true);
  const rows = await influxd.query(`SELECT runs, down FROM "rollups"."probe_run_1h"`, database);
  expect(rows.map(({ runs, down }) => [runs, down])).toEqual([[61, 1]]);
  expect([store.rollups.pending()]).toEqual([0]);
  store.close();
});

test("a database without the policy gets it, and raw points do not wait for that", async () => {
  await influxd.query(`CREATE DATABASE ${database}`);
  const store = open();
  keep(store, ...minutes(10));
  const lines: string[] = [];
  const log = createLogger({ redactor, form: "text", write: (line) => lines.push(line) });
  const drainer = rollupsOf(settings(), { store, clock: systemClock, log, redactor });
  expect(await drainer?.flush(10_000)).toBe(true);
  expect(lines.join("")).toMatch(/retention policy not found: rollups; created it/);
  expect(store.outbox.backoff().attempts).toBe(0);
  const made = (await createAdmin(settings(), redactor).policies()).find(({ name }) => name === "rollups");
  expect(made).toEqual({ name: "rollups", duration: "0s", isDefault: false, shardDuration: "4368h0m0s" });
  expect(await influxd.query(`SELECT runs FROM "rollups"."probe_run_1h"`, database)).toMatchObject([{ runs: 10 }]);
  store.close();
});

test("while InfluxDB is away hours wait as marks, and arrive once it is back", async () => {
  await sonde(["influx", "init"], environment());
  const store = open();
  keep(store, ...minutes(60));
  const log = createLogger({ redactor, form: "text", write: () => undefined });
  const drainer = rollupsOf(settings(), { store, clock: systemClock, log, redactor });
  await influxd.stop();
  expect(await drainer?.flush(1_500)).toBe(false);
  expect([store.rollups.pending(), store.outbox.stats().rows]).toEqual([1, 0]);
  await influxd.start();
  expect(await drainer?.flush(10_000)).toBe(true);
  expect(await influxd.query(`SELECT runs FROM "rollups"."probe_run_1h"`, database)).toMatchObject([{ runs: 60 }]);
  store.close();
});
