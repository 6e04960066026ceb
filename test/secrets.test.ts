import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startFlakyProxy } from "./support/flaky-proxy.ts";
import { type Influxd, startInfluxd } from "./support/influxd.ts";
import { type Canaries, createCanaries } from "./support/secrets-canaries.ts";
import { type Place, filesBelow, makePlace, processes } from "./support/secrets-place.ts";
import { type TellingServer, startTellingServer } from "./support/secrets-server.ts";
import { type Running, sonde, startSonde, temporaryFolder } from "./support/sonde.ts";

const main = fileURLToPath(new URL("../worker/cli/main.ts", import.meta.url));
/** Of util-linux: runs a command under a terminal of its own. */
const terminal = "/usr/bin/script";
const user = "probe-writer";
const database = "secrets";

let canaries: Canaries;
let folder: ReturnType<typeof temporaryFolder>;
let place: Place;
let server: TellingServer;
let influxd: Influxd;
let proxy: Awaited<ReturnType<typeof startFlakyProxy>>;
let environment: Record<string, string>;
let running: Running[] = [];
/** Everything that somebody could read, by where it was. */
let read: { where: string; bytes: Buffer | string }[] = [];

beforeAll(async () => {
  canaries = createCanaries();
  folder = temporaryFolder();
  place = await makePlace(folder.path);
  const { core } = canaries;
  const influxPassword = `inf/${core("InfluxDB's password")}+&x`;
  server = await startTellingServer(canaries);
  influxd = await startInfluxd({ admin: { username: user, password: influxPassword } });
  await influxd.query(`CREATE DATABASE ${database}`);
  proxy = await startFlakyProxy(influxd.url);
  const file = async (name: string, value: string) => {
    await writeFile(join(place.given, name), `${value}\n`);
    return join(place.given, name);
  };
  environment = {
    SONDE_CONFIG: place.config,
    SONDE_STORE: place.store,
    SONDE_LOCATION: "test",
    SONDE_INFLUX_URL: proxy.url,
    SONDE_INFLUX_DATABASE: database,
    SONDE_INFLUX_USERNAME: user,
    SONDE_INFLUX_PASSWORD_FILE: await file("influx", influxPassword),
    TMPDIR: join(place.written, "tmp"),
    TRAP_URL: server.url,
    TRAP_EMAIL: `probe+${core("email")}@x.example`,
    TRAP_PASSWORD: `p&"ss/${core("password")}\\ü+ <x>`,
    TRAP_PROXY_TOKEN_FILE: await file("proxy-token", `prx-${core("identity proxy's token")}`),
    AWS_SECRET_ACCESS_KEY: core("unrelated variable"),
  };
});
afterAll(async () => {
  await Promise.all([server.close(), proxy.close(), influxd.remove()]);
  folder.remove();
});
afterEach(async () => {
  for (const { child, finished } of running) {
    child.kill("SIGKILL");
    await finished;
  }
  running = [];
  read = [];
});

const keep = (where: string, bytes: Buffer | string) => void read.push({ where, bytes });
const leaks = () => read.flatMap(({ where, bytes }) => canaries.leaksIn(where, bytes));
const textOf = (prefix: string) =>
  read
    .filter(({ where }) => where.startsWith(prefix))
    .map(({ bytes }) => bytes.toString())
    .join("\n");

async function command(...args: string[]): Promise<string> {
  const { stdout, stderr } = await sonde(args, environment);
  keep(`sonde ${args.join(" ")}`, `${stdout}\n${stderr}`);
  return stdout;
}

async function outbox() {
  return statusOf.shape.outbox.parse((JSON.parse(await command("status", "--json")) as { outbox: unknown }).outbox);
}

/** The same under a terminal; ends it by SIGTERM when it does not end by itself. */
async function onTerminal(...args: string[]): Promise<void> {
  const child = spawn(
    terminal,
    ["-qefc", `stty cols 250 rows 60; exec '${process.execPath}' '${main}' ${args.join(" ")}`, "/dev/null"],
    {
      env: { PATH: process.env["PATH"], HOME: folder.path, TERM: "xterm", SONDE_K6: process.env["SONDE_K6"], ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const timer = setTimeout(() => workerOf(child.pid ?? 0)?.kill(), 6_000);
  await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(timer);
  keep(`terminal of ${args.join(" ")}`, text);
}

function workerOf(parent: number) {
  const found = processes().find((seen) => seen.parent === parent && seen.args.includes(main));
  return found && { kill: () => process.kill(found.pid, "SIGTERM") };
}

function keepFiles(when: string): void {
  for (const { path, mode, bytes } of filesBelow(place.written)) {
    const name = path.slice(place.written.length);
    if (/\/runs\/[^/]+\/secrets$/.test(name)) expect(mode, name).toBe(0o600);
    else keep(`file ${name} ${when}`, bytes);
  }
}

function keepProcesses(worker: number): void {
  const seen = processes();
  const k6 = seen.filter(({ parent, args }) => parent === worker && args.includes("--secret-source=file="));
  expect(k6).not.toEqual([]);
  for (const { pid, args, environment } of k6) keep(`process ${pid} of k6`, `${args}\n${environment}`);
  keep("process list", seen.map(({ args }) => args).join("\n"));
}

async function keepPoints(): Promise<void> {
  const measurements = z.array(z.object({ name: z.string() })).parse(await influxd.query("SHOW MEASUREMENTS", database));
  for (const { name } of measurements) {
    keep(`InfluxDB ${name}`, JSON.stringify(await influxd.query(`SELECT * FROM "${name}" GROUP BY *`, database)));
  }
  keep("InfluxDB's series", JSON.stringify(await influxd.query("SHOW SERIES", database)));
}

async function freePort(): Promise<number> {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const address = taken.address();
  await new Promise((resolve) => taken.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await isSo()); await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (Date.now() > deadline) throw new Error(`waited 30 s in vain until ${what}`);
  }
}

async function says(worker: Running, pattern: RegExp): Promise<void> {
  await until(() => pattern.test(worker.stdout()), `the worker says ${pattern}`).catch((error: unknown) => {
    throw new Error(`${worker.stdout()}\n${worker.stderr()}`, { cause: error });
  });
}

/** What InfluxDB, or a proxy before it, might say of who asked. */
function careless(): string {
  const password = readFileSync(join(place.given, "influx"), "utf8").trim();
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  return JSON.stringify({
    error: `mark-influx Authorization: Basic ${basic}, ${basic}, ${encodeURIComponent(password)} ${password}`,
  });
}

test("nothing that is secret is in what a worker writes, shows, stores, delivers or starts", async () => {
  const port = await freePort();
  proxy.mode = { kind: "status", status: 500, body: careless() };
  const worker = startSonde(["start"], { ...environment, SONDE_WEB_PORT: String(port) });
  running.push(worker);
  await server.waiting;
  await says(worker, /down +health/);
  await says(worker, /mark-influx/);
  keepProcesses(worker.child.pid ?? 0);
  keepFiles("while k6 runs");

  proxy.mode = { kind: "status", status: 400, body: careless() };
  await until(async () => (await outbox()).deadLetters > 0, "points are refused");
  proxy.mode = { kind: "pass" };
  server.release();
  await says(worker, /(error|down) +kit/);
  await says(worker, /(error|down) +plain/);
  await until(async () => (await outbox()).rows === 0, "all is delivered");
  for (const path of ["healthz", "readyz", "metrics"]) keep(path, await (await fetch(`http://127.0.0.1:${port}/${path}`)).text());
  keepFiles("before the end");
  worker.child.kill("SIGTERM");
  const { code, stdout, stderr } = await worker.finished;
  expect(code).toBe(0);
  keep("worker's log", `${stdout}\n${stderr}`);

  const junit = join(place.written, "junit.xml");
  await command("once", "--json", "--junit", junit);
  for (const name of ["health", "kit", "plain"]) await command("why", name);
  await command("status");
  await command("check");
  await command("influx", "dead-letters", "list");
  await command("influx", "dead-letters", "retry");
  await command("influx", "backfill");
  await keepPoints();
  keepFiles("at the end");

  const kept = read.map(({ where }) => where);
  expect(kept).toContain("file /store/sonde.db-wal before the end");
  expect(kept).toContainEqual(expect.stringMatching(/^file \/store\/runs\/\S+\/process while k6 runs$/));
  for (const mark of marks.stored) expect(textOf("file /store/sonde.db"), `${mark} is stored`).toContain(mark);
  for (const mark of marks.told) expect(textOf("sonde why"), `${mark} is told`).toContain(mark);
  expect(textOf("InfluxDB")).toMatch(/mark-detail[\s\S]*\[masked\]/);
  expect(textOf("sonde influx dead-letters list")).toContain("mark-influx");
  expect(textOf("file /junit.xml")).toContain("mark-detail");
  for (const place of ["email", "password", "identity proxy's token", "access token"])
    expect(server.received(), `${place} was used`).toContain(canaries.core(place));
  expect(leaks()).toEqual([]);
  expect(statusOf.parse(JSON.parse(await command("status", "--json"))).probes, "words of our own are no secrets").toContainEqual({
    probe: "health",
    target: "trap",
    state: "down",
    lastRun: { verdict: "down" },
  });
});

const statusOf = z.object({
  probes: z.array(
    z.object({ probe: z.string(), target: z.string(), state: z.string(), lastRun: z.object({ verdict: z.string() }) }),
  ),
  outbox: z.object({ rows: z.number(), deadLetters: z.number() }),
});

/** Beside the secrets stands what must not be lost. */
const marks = {
  stored: "mark-detail mark-exception mark-check-cut mark-console-cut mark-group mark-step-password mark-influx".split(" "),
  told: `mark-detail mark-database mark-reason mark-exception mark-outside mark-value mark-message mark-close mark-rejected
    mark-revision mark-server mark-console mark-console-headers mark-console-json mark-console-close mark-path mark-check mark-step
    mark-group mark-refused mark-thrown`.split(/\s+/),
};

test.runIf(existsSync(terminal))("nor in what a terminal shows", async () => {
  server.release();
  proxy.mode = { kind: "status", status: 500, body: careless() };
  await onTerminal("start");
  await onTerminal("once", "kit", "health");
  await onTerminal("why", "kit");
  await onTerminal("status");
  expect(textOf("terminal of start")).toMatch(/mark-influx/);
  expect(textOf("terminal of once")).toMatch(/mark-detail/);
  expect(textOf("terminal of why")).toMatch(/mark-reason[\s\S]*mark-console/);
  expect(leaks()).toEqual([]);
});
