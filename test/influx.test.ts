import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { startDemo } from "../demo/server.ts";
import { measurements } from "../worker/contract/measurements.ts";
import { type Influxd, startInfluxd } from "./support/influxd.ts";
import { sonde, temporaryFolder } from "./support/sonde.ts";

let demo: Awaited<ReturnType<typeof startDemo>>;
let influxd: Influxd;
let folder: ReturnType<typeof temporaryFolder>;
let database: string;
let databases = 0;

beforeAll(async () => {
  [demo, influxd] = await Promise.all([startDemo({ port: 0, faults: [], timeScale: 0.1 }), startInfluxd()]);
});
afterAll(async () => {
  await demo.close();
  await influxd.remove();
});
beforeEach(() => {
  folder = temporaryFolder();
  database = `commands_${databases++}`;
});
afterEach(() => folder.remove());

const withoutInflux = () => ({ SONDE_DEMO_URL: demo.url, SONDE_STORE: join(folder.path, "sonde.db"), SONDE_LOCATION: "test" });
const withInflux = (more: Record<string, string> = {}) => ({
  ...withoutInflux(),
  SONDE_INFLUX_URL: influxd.url,
  SONDE_INFLUX_DATABASE: database,
  ...more,
});

const printed = z.object({
  probe: z.string(),
  runId: z.string(),
  traceId: z.string(),
  verdict: z.string(),
  durationMs: z.number(),
});

function runsIn(stdout: string) {
  return stdout
    .trim()
    .split("\n")
    .map((line) => printed.parse(JSON.parse(line)));
}

const ids = (rows: readonly Record<string, unknown>[]) => rows.map((row) => String(row["run_id"])).sort();

test("four runs arrive with the agreed names, what `once` printed of them, and nothing else", async () => {
  await sonde(["influx", "init"], withInflux());
  const { code, stdout, stderr } = await sonde(["once", "auth", "dashboard", "chat", "websocket", "--json"], withInflux());
  expect([code, stderr.includes("wait")]).toEqual([0, false]);
  const runs = runsIn(stdout);
  const rows = await influxd.query(`SELECT * FROM probe_run`, database);
  const said = rows.map((row) => ["run_id", "probe", "verdict", "trace_id", "state", "up"].map((name) => row[name]).join(" "));
  expect(said.sort()).toEqual(
    runs.map(({ runId, probe, verdict, traceId }) => `${runId} ${probe} ${verdict} ${traceId} 1 1`).sort(),
  );
  const known = new Set([...measurements.probe_run.tags, ...Object.keys(measurements.probe_run.fields), "time"]);
  expect(Object.keys(rows[0] ?? {}).filter((name) => !known.has(name))).toEqual([]);
  const steps = await influxd.query(`SELECT duration_ms, probe, step, outcome FROM probe_step`, database);
  expect(steps.map((row) => ["probe", "step", "outcome"].map((name) => row[name]).join(" ")).sort()).toEqual([
    "auth me passed",
    "auth no-token passed",
    "auth sign-in passed",
    "auth token passed",
    "auth wrong-password passed",
    "chat chat passed",
    "chat chat-socket passed",
    "chat chat-stream passed",
    "chat sign-in passed",
    "dashboard dashboard passed",
    "dashboard sign-in passed",
    "websocket reconnect passed",
    "websocket sign-in passed",
    "websocket subprotocol passed",
    "websocket websocket passed",
    "websocket wrong-token passed",
  ]);
});

test("`init` says what it made, and the second time that it is there", async () => {
  const first = await sonde(["influx", "init"], withInflux());
  const second = await sonde(["influx", "init"], withInflux());
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(first.stdout).toMatch(/created/);
  expect(second.stdout).not.toMatch(/created|changed/);
  const policies = await influxd.query(`SHOW RETENTION POLICIES ON ${database}`);
  expect(policies.map(({ name }) => name)).toEqual(expect.arrayContaining(["raw", "rollups"]));
});

test("what was stored without InfluxDB arrives by `backfill`, once each however often it is called", async () => {
  const { stdout } = await sonde(["once", "health", "auth", "--json"], withoutInflux());
  await sonde(["influx", "init"], withInflux());
  for (let times = 0; times < 2; times++) {
    const filled = await sonde(["influx", "backfill", "--since", "1h"], withInflux());
    expect(filled.stdout).toContain("2 runs, 9 points; all delivered.");
    expect(filled.code).toBe(0);
  }
  expect(ids(await influxd.query(`SELECT run_id FROM probe_run`, database))).toEqual(
    runsIn(stdout)
      .map(({ runId }) => runId)
      .sort(),
  );
});

test("while InfluxDB is away runs are kept, which changes no exit code, and the next command delivers them", async () => {
  await sonde(["influx", "init"], withInflux());
  await influxd.stop();
  const away = await sonde(["once", "health", "--json"], withInflux());
  await influxd.start();
  expect(away.code).toBe(0);
  expect(away.stderr).toMatch(/3 points wait/);
  const back = await sonde(["once", "health", "--json"], withInflux());
  expect(back.stderr).not.toMatch(/wait/);
  expect(ids(await influxd.query(`SELECT run_id FROM probe_run`, database))).toEqual(
    [...runsIn(away.stdout), ...runsIn(back.stdout)].map(({ runId }) => runId).sort(),
  );
});

test("what InfluxDB refuses is listed with its reason, can be sent again, and dropped", async () => {
  await sonde(["influx", "init"], withInflux());
  const body = `probe_run,target=demo,probe=health,location=test,verdict=up duration_ms="a text where Sonde writes a number"`;
  await fetch(`${influxd.url}/write?db=${database}`, { method: "POST", body });
  const { code, stdout } = await sonde(["once", "health", "--json"], withInflux());
  expect(code).toBe(0);
  const [run] = runsIn(stdout);
  const listed = await sonde(["influx", "dead-letters", "list"], withInflux());
  expect(listed.stdout).toMatch(/probe_run.*probe=health[\s\S]*field type conflict[\s\S]*1 dead letters/);
  await influxd.query(`DROP MEASUREMENT probe_run`, database);
  expect((await sonde(["influx", "dead-letters", "retry"], withInflux())).stdout).toContain("1 points are back");
  await sonde(["once", "auth"], withInflux());
  expect(ids(await influxd.query(`SELECT run_id FROM probe_run WHERE probe = 'health'`, database))).toEqual([run?.runId]);
  expect((await sonde(["influx", "dead-letters", "drop"], withInflux())).stdout).toContain("0 points are gone");

  await influxd.query(`DROP MEASUREMENT probe_run`, database);
  await fetch(`${influxd.url}/write?db=${database}`, { method: "POST", body });
  const again = await sonde(["influx", "backfill"], withInflux());
  expect([again.code, again.stdout]).toEqual([3, expect.stringContaining("InfluxDB refused 2")]);
});

test.each([["init"], ["backfill"]])(
  "`influx %s` without InfluxDB is a wrong configuration that says what to set",
  async (command) => {
    const { code, stderr } = await sonde(["influx", command], withoutInflux());
    expect(code).toBe(2);
    expect(stderr).toContain("SONDE_INFLUX_URL");
  },
);

test("a `--since` that is no time is told", async () => {
  const { code, stderr } = await sonde(["influx", "backfill", "--since", "yesterday"], withInflux());
  expect(code).toBe(2);
  expect(stderr).toContain("--since yesterday");
});
