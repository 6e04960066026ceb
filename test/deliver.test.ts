import { InfluxDB } from "influx";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { InfluxSettings } from "../worker/contract/config.ts";
import { type Point, measurements } from "../worker/contract/measurements.ts";
import type { Outbox } from "../worker/contract/outbox.ts";
import { backfill } from "../worker/deliver/backfill.ts";
import { createDrainer } from "../worker/deliver/drain.ts";
import { createFakeOutbox } from "../worker/deliver/fake-outbox.ts";
import { fakeRun, fakeStep } from "../worker/kit/fake-run.ts";
import { createWriter } from "../worker/deliver/influx.ts";
import { databaseMaker, init } from "../worker/deliver/init.ts";
import { pointOfChange, pointOfWorker, pointsOfRun } from "../worker/deliver/points.ts";
import { rollUp } from "../worker/deliver/roll-up.ts";
import { systemClock } from "../worker/kit/clock.ts";
import { createLogger } from "../worker/kit/log.ts";
import { createRedactor } from "../worker/kit/redact.ts";
import { type FlakyProxy, type Mode, startFlakyProxy } from "./support/flaky-proxy.ts";
import { type Influxd, startInfluxd } from "./support/influxd.ts";

let influxd: Influxd;
let proxy: FlakyProxy;
let database: string;
let databases = 0;

beforeAll(async () => {
  influxd = await startInfluxd();
  proxy = await startFlakyProxy(influxd.url);
});
afterAll(async () => {
  await proxy?.close();
  await influxd?.remove();
});
beforeEach(async () => {
  database = `sonde_${databases++}`;
  proxy.mode = { kind: "pass" };
  proxy.requests.length = 0;
  await influxd.query(`CREATE DATABASE ${database}`);
});

const settings = (given: Partial<InfluxSettings> = {}): InfluxSettings => ({
  url: proxy.url,
  database,
  username: null,
  password: null,
  timeoutMs: 500,
  retention: { raw: "90d", rollups: "INF" },
  ...given,
});

/** A drainer with quick retries, and everything it said. */
function delivery(outbox: Outbox, given: { influx?: InfluxSettings; createsDatabase?: boolean } = {}) {
  const influx = given.influx ?? settings();
  const redactor = createRedactor([]);
  const lines: string[] = [];
  const log = createLogger({ redactor: createRedactor([]), form: "json", write: (line) => lines.push(line) });
  log.level = "trace";
  const drainer = createDrainer({
    outbox,
    writer: createWriter(influx, redactor),
    clock: systemClock,
    random: () => 0.05,
    log,
    ...(given.createsDatabase ? { createDatabase: databaseMaker(influx, redactor) } : {}),
  });
  onTestFinished(() => drainer.stop());
  const said = (level: string) => lines.filter((line) => line.includes(`"level":"${level}"`));
  return { drainer, lines, said };
}

const dayMs = 86_400_000;
/** Within every retention that the tests configure. */
const startedAtMs = Date.now() - dayMs;
let runs = 0;

function someRuns(count: number) {
  return Array.from({ length: count }, () => {
    runs += 1;
    return fakeRun({
      id: `018bcfe5-6800-7000-8000-${String(runs).padStart(12, "0")}`,
      startedAtMs: startedAtMs + runs * 10,
      steps: [fakeStep(), fakeStep({ name: "dashboard" })],
    });
  });
}

async function runIds(): Promise<string[]> {
  const rows = await influxd.query(`SELECT run_id FROM probe_run`, database);
  return rows.map((row) => String(row["run_id"])).sort();
}

/** Every run is there exactly once, with both its steps. */
async function expectExactlyOnce(sent: readonly { id: string }[]): Promise<void> {
  expect(await runIds()).toEqual(sent.map(({ id }) => id).sort());
  const [steps] = await influxd.query(`SELECT count(duration_ms) AS n FROM probe_step`, database);
  expect(steps).toMatchObject({ n: sent.length * 2 });
}

const instants = (points: readonly Point[]) => points.map(({ timestampNs }) => timestampNs).sort();

/** One line that nobody but the test wrote. */
async function write(line: string): Promise<void> {
  const { status } = await fetch(`${influxd.url}/write?db=${database}`, { method: "POST", body: line });
  expect(status).toBe(204);
}

const ownClient = () =>
  new InfluxDB({
    host: "127.0.0.1",
    port: Number(new URL(proxy.url).port),
    database,
    pool: { requestTimeout: 200, maxRetries: 0 },
  });

/** mulberry32: the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; !isSo(); await systemClock.sleep(20)) {
    if (Date.now() > deadline) throw new Error(`waited 20 s in vain until ${what}`);
  }
}

/** By load runs, and by what is yet to come. */
const writtenElsewhere = new Set(["load_window", "load_run", "incident", "iteration"]);

describe("what arrives", () => {
  test("has the contract's names and types", async () => {
    const all = { round_trip_ms: 3, events_missing: 0, threads: 2, answer_length: 210, first_message_ms: 4 };
    const run = fakeRun({
      startedAtMs,
      cold: true,
      tlsDaysLeft: 12,
      k6CpuMs: 57,
      revision: "abc",
      steps: [fakeStep({ measures: all })],
    });
    const stats = { rows: 0, bytes: 0, oldestMs: null, deadLetters: 0, givenUp: 0 };
    const change = { probe: "auth", target: "demo", from: "up", to: "down", atMs: startedAtMs, cause: "no" } as const;
    const outbox = createFakeOutbox([
      ...pointsOfRun(run),
      pointOfChange(change, "here"),
      pointOfWorker({
        atMs: startedAtMs,
        location: "here",
        runs: 1,
        skipped: 0,
        latenessP99Ms: 2,
        outbox: stats,
        cpu: 0.1,
        rssBytes: 5,
      }),
      ...rollUp({
        series: { target: "demo", probe: "auth", location: "here" },
        hourMs: startedAtMs,
        slotsMs: [startedAtMs],
        runs: [{ ...run, steps: run.steps.map((step) => ({ ...step, measures: { round_trip_ms: 3 } })) }],
        prunedMs: 0,
        seq: 1,
      }),
    ]);
    await influxd.query(`CREATE RETENTION POLICY rollups ON ${database} DURATION INF REPLICATION 1`);
    expect(await delivery(outbox).drainer.flush(5_000)).toBe(true);
    for (const [measurement, contract] of Object.entries(measurements).filter(([name]) => !writtenElsewhere.has(name))) {
      const policy = /_(5m|1h)$/.test(measurement) ? "rollups" : "";
      const fields = await influxd.query(`SHOW FIELD KEYS FROM ${policy}.${measurement}`.replace(" .", " "), database);
      expect(fields.length).toBeGreaterThan(0);
      expect(contract.fields).toMatchObject(Object.fromEntries(fields.map(({ fieldKey, fieldType }) => [fieldKey, fieldType])));
      const tags = await influxd.query(`SHOW TAG KEYS FROM ${measurement}`, database);
      expect(contract.tags).toEqual(expect.arrayContaining(tags.map(({ tagKey }) => tagKey)));
      expect(tags).toHaveLength(contract.tags.length);
    }
  });

  test("stands at the start of the run, and says what the run said, whatever characters it used", async () => {
    const odd = 'a,b=c "d" \\ e';
    const run = fakeRun({
      startedAtMs,
      probe: odd,
      verdict: "down",
      cause: odd,
      steps: [fakeStep({ name: `${odd}\n\u001b[31m` })],
    });
    await delivery(createFakeOutbox(pointsOfRun(run))).drainer.flush(5_000);
    const [row] = await influxd.query(`SELECT cause, up, state, probe FROM probe_run GROUP BY verdict`, database);
    expect(row).toMatchObject({ cause: odd, probe: odd, up: 0, state: 3, verdict: "down" });
    expect(String(row?.["time"]).slice(0, 13)).toBe(String(startedAtMs));
    expect(await influxd.query(`SELECT step, status FROM probe_step`, database)).toMatchObject([{ step: odd, status: 200 }]);
  });

  test("is the same after a second and a third backfill", async () => {
    const sent = someRuns(30);
    const outbox = createFakeOutbox();
    const { drainer } = delivery(outbox);
    for (let time = 0; time < 3; time++) {
      const between = () => drainer.flush(5_000);
      expect(await backfill(sent, { outbox, slice: 10, between })).toEqual({ runs: 30, points: 90, complete: true });
    }
    await expectExactlyOnce(sent);
  });
});

const troubles: [string, Mode][] = [
  ["answers 500", { kind: "status", status: 500 }],
  ["answers 503 with a page", { kind: "status", status: 503, body: "<html>" }],
  ["answers 429 with Retry-After", { kind: "status", status: 429, headers: { "retry-after": "1" } }],
  ["answers 400 with a page of its own", { kind: "status", status: 400, body: "<html>Bad Request" }],
  ["answers 404 with a page of its own", { kind: "status", status: 404 }],
  ["answers 200 with a captive portal's page", { kind: "portal" }],
  ["redirects", { kind: "status", status: 302, headers: { location: "http://127.0.0.1:9/" } }],
  ["gives half an answer", { kind: "half" }],
  ["gives garbage", { kind: "garbage" }],
  ["closes without an answer", { kind: "nothing" }],
  ["never answers", { kind: "silent" }],
  ["is slower than the time-out", { kind: "slow", delayMs: 700 }],
  ["passes on and loses the answer", { kind: "lost-answer" }],
];

describe("a proxy that", () => {
  test.each(troubles)("%s costs nothing and doubles nothing", async (_title, mode) => {
    const sent = someRuns(40);
    const outbox = createFakeOutbox(sent.flatMap(pointsOfRun));
    proxy.mode = mode;
    const { drainer, said } = delivery(outbox);
    drainer.start();
    await until(() => outbox.backoff().attempts >= 2, "two attempts had failed");
    expect(outbox.stats()).toMatchObject({ rows: 120, deadLetters: 0 });
    proxy.mode = { kind: "pass" };
    await until(() => outbox.stats().rows === 0, "everything was delivered");
    await expectExactlyOnce(sent);
    expect(said("warn")).toHaveLength(1);
    expect(outbox.backoff()).toEqual({ attempts: 0, nextAttemptMs: 0 });
  });

  test("answers 429 is left alone for as long as it asked", async () => {
    const outbox = createFakeOutbox(someRuns(1).flatMap(pointsOfRun));
    proxy.mode = { kind: "status", status: 429, headers: { "retry-after": "2" } };
    const { drainer } = delivery(outbox);
    drainer.start();
    await until(() => proxy.requests.length >= 2, "it was asked again");
    const [first, second] = proxy.requests;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(1_950);
  });

  test("answers 413 gets smaller batches", async () => {
    const sent = someRuns(300);
    const outbox = createFakeOutbox(sent.flatMap(pointsOfRun));
    const { drainer } = delivery(outbox);
    proxy.mode = { kind: "limit", bytes: 50_000 };
    expect(await drainer.flush(20_000)).toBe(true);
    expect(outbox.stats().deadLetters).toBe(0);
    await expectExactlyOnce(sent);
  });
});

test("every run is there exactly once after a proxy that changes its mind at random instants", async () => {
  const seed = Number(process.env["SONDE_TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`SONDE_TEST_SEED=${seed}`);
  const random = seeded(seed);
  const sent = someRuns(1_500);
  const outbox = createFakeOutbox();
  const { drainer, said } = delivery(outbox);
  drainer.start();
  const moods: Mode[] = [
    ...troubles.map(([, mode]) => mode),
    { kind: "limit", bytes: 20_000 },
    { kind: "pass" },
    { kind: "pass" },
  ];
  for (let from = 0; from < sent.length; from += 50) {
    outbox.enqueue(sent.slice(from, from + 50).flatMap(pointsOfRun));
    drainer.wake();
    proxy.mode = moods[Math.floor(random() * moods.length)] ?? { kind: "pass" };
    await systemClock.sleep(random() * 150);
  }
  proxy.mode = { kind: "pass" };
  await until(() => outbox.stats().rows === 0, "everything was delivered");
  expect(outbox.stats().deadLetters).toBe(0);
  expect(said("error")).toEqual([]);
  await expectExactlyOnce(sent);
});

describe("an InfluxDB that", () => {
  test("has no such database gets one, with the configured policies", async () => {
    await influxd.query(`DROP DATABASE ${database}`);
    const sent = someRuns(5);
    const outbox = createFakeOutbox(sent.flatMap(pointsOfRun));
    const { drainer, said } = delivery(outbox, { createsDatabase: true });
    drainer.start();
    await until(() => outbox.stats().rows === 0, "everything was delivered");
    await expectExactlyOnce(sent);
    expect(said("warn").concat(said("error"))).toEqual([]);
    expect(await influxd.query(`SHOW RETENTION POLICIES ON ${database}`)).toContainEqual(
      expect.objectContaining({ name: "raw", duration: "2160h0m0s", default: true }),
    );
  });

  test("stops and starts again in the middle of a backlog has every run exactly once", async () => {
    const sent = someRuns(4_000);
    const outbox = createFakeOutbox(sent.flatMap(pointsOfRun));
    const { drainer } = delivery(outbox);
    drainer.start();
    for (const end of ["stop", "kill"] as const) {
      const before = outbox.stats().rows;
      await until(() => outbox.stats().rows < before, "some of it was delivered");
      await influxd[end]();
      await until(() => outbox.backoff().attempts > 0, "an attempt had failed");
      await influxd.start();
    }
    await until(() => outbox.stats().rows === 0, "everything was delivered");
    await expectExactlyOnce(sent);
  });

  test("freezes is waited for", async () => {
    const sent = someRuns(10);
    const outbox = createFakeOutbox(sent.flatMap(pointsOfRun));
    const { drainer } = delivery(outbox, { influx: settings({ url: influxd.url }) });
    influxd.freeze();
    drainer.start();
    await until(() => outbox.backoff().attempts >= 1, "an attempt had failed");
    influxd.thaw();
    await until(() => outbox.stats().rows === 0, "everything was delivered");
    await expectExactlyOnce(sent);
  });
});

describe("a partial write", () => {
  test("puts what conflicts to the dead letters, with InfluxDB's reason, and writes the rest", async () => {
    const sent = someRuns(200);
    const [first] = sent;
    await write(`probe_step k6=1i,status=1.5 ${first?.startedAtMs}000000`);
    const steps = sent.map((run, index) => ({
      ...run,
      steps: run.steps.map((step) => (index % 50 ? { ...step, status: null } : step)),
    }));
    const outbox = createFakeOutbox(steps.flatMap(pointsOfRun));
    const { drainer, said } = delivery(outbox);
    expect(await drainer.flush(10_000)).toBe(true);
    const dead = outbox.deadLetters.list(1_000);
    expect(dead.map(({ point }) => point.fields["status"])).toEqual(Array.from({ length: 8 }, () => 200));
    expect(dead[0]?.reason).toMatch(
      /^partial write: field type conflict: input field "status" on measurement "probe_step" is type integer/,
    );
    expect(await runIds()).toEqual(sent.map(({ id }) => id).sort());
    const [{ n } = {}] = await influxd.query(`SELECT count(duration_ms) AS n FROM probe_step`, database);
    expect(n).toBe(392);
    expect(said("warn")).toHaveLength(1);
    expect(proxy.requests.length).toBeLessThanOrEqual(5);
  });

  test("of points older than the retention puts these to the dead letters", async () => {
    await init(settings({ database: `${database}_short`, retention: { raw: "30d", rollups: "INF" } }), createRedactor([]));
    const old = someRuns(20).map((run) => ({ ...run, startedAtMs: run.startedAtMs - 60 * dayMs }));
    const fresh = someRuns(20).map((run, index) => ({ ...run, startedAtMs: Date.now() - index * 1_000 }));
    const outbox = createFakeOutbox([...old, ...fresh].flatMap(pointsOfRun));
    const { drainer } = delivery(outbox, { influx: settings({ database: `${database}_short` }) });
    expect(await drainer.flush(10_000)).toBe(true);
    const dead = outbox.deadLetters.list(1_000);
    expect(new Set(dead.map(({ reason }) => reason))).toEqual(
      new Set(["partial write: points beyond retention policy dropped=60"]),
    );
    expect(dead).toHaveLength(60);
  });

  test("of several conflicts across shards rejects exactly the points that conflict", async () => {
    await write(`probe_step k6=1i,status=1.5 ${startedAtMs}000000`);
    await write(`probe_step k6=1i,count=1.5 ${startedAtMs + 30 * dayMs}000000`);
    const sent = someRuns(60).map((run, index) => ({ ...run, startedAtMs: startedAtMs + (index % 2) * 30 * dayMs + index }));
    const mixed = sent.map((run, index) => ({ ...run, steps: [fakeStep({ status: index % 3 ? null : 200 })] }));
    const outbox = createFakeOutbox(mixed.flatMap(pointsOfRun));
    expect(await delivery(outbox).drainer.flush(20_000)).toBe(true);
    const conflicts = (point: Point) => {
      const isLater = Number(point.timestampNs.slice(0, 13)) >= startedAtMs + 30 * dayMs;
      return point.measurement === "probe_step" && (isLater || "status" in point.fields);
    };
    const expected = mixed.flatMap(pointsOfRun).filter(conflicts);
    expect(instants(outbox.deadLetters.list(1_000).map(({ point }) => point))).toEqual(instants(expected));
    expect(await runIds()).toEqual(sent.map(({ id }) => id).sort());
  });

  test("is written in full once the dead letters' fault is mended and they are sent again", async () => {
    await write(`probe_run k6=1i,run_id=7i ${startedAtMs}000000`);
    const run = fakeRun({ startedAtMs: startedAtMs + 1 });
    const outbox = createFakeOutbox(pointsOfRun(run));
    const { drainer } = delivery(outbox);
    await drainer.flush(5_000);
    expect(outbox.stats().deadLetters).toBe(1);
    await influxd.query(`DROP MEASUREMENT probe_run`, database);
    expect(outbox.deadLetters.retry()).toBe(1);
    await drainer.flush(5_000);
    expect(await runIds()).toEqual([run.id]);
  });
});

describe("credentials", () => {
  const admin = { username: "root", password: "correct horse battery" };
  let locked: Influxd;
  beforeAll(async () => {
    locked = await startInfluxd({ admin });
    await locked.query(`CREATE DATABASE sonde`);
  });
  afterAll(() => locked?.remove());

  test("that are wrong keep every point, are loud once and reach no log", async () => {
    const outbox = createFakeOutbox(someRuns(3).flatMap(pointsOfRun));
    const wrong = settings({ url: locked.url, database: "sonde", username: "root", password: "staple-wrong-staple" });
    const { drainer, lines, said } = delivery(outbox, { influx: wrong });
    for (let time = 0; time < 3; time++) expect(await drainer.flush(2_000)).toBe(false);
    expect(outbox.stats()).toMatchObject({ rows: 9, deadLetters: 0 });
    expect(said("error")).toHaveLength(1);
    expect(said("error")[0]).toContain("authorization failed");
    expect(lines.join("")).not.toMatch(/staple-wrong-staple|cm9vdDpzdGFwbG/);
  });

  test("that are right deliver, and may create the database", async () => {
    const sent = someRuns(3);
    const outbox = createFakeOutbox(sent.flatMap(pointsOfRun));
    const right = settings({ url: locked.url, database: "made by sonde", ...admin });
    const { drainer, lines } = delivery(outbox, { influx: right, createsDatabase: true });
    expect(await drainer.flush(5_000)).toBe(true);
    expect(await locked.query(`SELECT run_id FROM probe_run`, "made by sonde")).toHaveLength(3);
    expect(lines.join("")).not.toContain("correct horse");
  });

  test("of `init` reach no message when they are wrong", async () => {
    const wrong = settings({ url: locked.url, database: "sonde", username: "root", password: "staple-wrong-staple" });
    const made = await init(wrong, createRedactor([]));
    expect(made).toMatchObject({ kind: "failed", reason: expect.stringContaining("authorization failed") });
    expect(JSON.stringify(made)).not.toMatch(/staple-wrong-staple|cm9vdDpzdGFwbG/);
  });

  test("of a user who may write but not create are told so", async () => {
    await locked.query(`CREATE USER writer WITH PASSWORD 'only-may-write'`);
    await locked.query(`GRANT ALL ON sonde TO writer`);
    const limited = settings({ url: locked.url, database: "nowhere", username: "writer", password: "only-may-write" });
    const outbox = createFakeOutbox(someRuns(1).flatMap(pointsOfRun));
    const { drainer, said, lines } = delivery(outbox, { influx: limited, createsDatabase: true });
    expect(await drainer.flush(2_000)).toBe(false);
    expect(said("error")).toHaveLength(1);
    expect(lines.join("")).not.toContain("only-may-write");
    expect(outbox.stats().rows).toBe(3);
  });
});

test("init is idempotent on a real InfluxDB", async () => {
  const fresh = settings({ database: `${database}_init` });
  const first = await init(fresh, createRedactor([]));
  const policies = await influxd.query(`SHOW RETENTION POLICIES ON ${fresh.database}`);
  const second = await init(fresh, createRedactor([]));
  expect(first).toMatchObject({
    kind: "ready",
    done: [/created/, /created/, /created/].map((part) => expect.stringMatching(part)),
  });
  expect(second).toMatchObject({ kind: "ready", done: [1, 2, 3].map(() => expect.stringMatching(/is there$/)) });
  expect(await influxd.query(`SHOW RETENTION POLICIES ON ${fresh.database}`)).toEqual(policies);
  expect(policies).toContainEqual(expect.objectContaining({ name: "rollups", duration: "0s", default: false }));
});

describe("why writes do not go through the client's own writePoints (worker/deliver/influx.ts)", () => {
  test("it takes a captive portal's page for written", async () => {
    proxy.mode = { kind: "portal" };
    await expect(ownClient().writePoints([{ measurement: "m", fields: { a: 1 } }])).resolves.toBeUndefined();
  });

  test("it never settles on half an answer", async () => {
    proxy.mode = { kind: "half" };
    const written = ownClient()
      .writePoints([{ measurement: "m", fields: { a: 1 } }])
      .then(
        () => "settled",
        () => "settled",
      );
    expect(await Promise.race([written, systemClock.sleep(1_500).then(() => "still waiting")])).toBe("still waiting");
  });
});
