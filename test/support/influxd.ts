import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/** A real InfluxDB 1.x of the test's own, on loopback, with its data in a temporary folder. */
export interface Influxd {
  url: string;
  /** Rows as InfluxQL's columns name them, tags of a GROUP BY included. Times are nanoseconds as decimal digits. */
  query(influxQl: string, database?: string): Promise<Record<string, unknown>[]>;
  /** SIGTERM, and waits for the end; the data stays. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** On the same port, with the same data. */
  start(): Promise<void>;
  /** SIGSTOP and SIGCONT: connections are accepted by the kernel and nobody answers. */
  freeze(): void;
  thaw(): void;
  /** Ends the process and removes the data. */
  remove(): Promise<void>;
}

export interface InfluxdOptions {
  /** Switches authentication on, with this administrator. */
  admin?: { username: string; password: string };
  /** Environment of influxd, such as `INFLUXDB_DATA_MAX_SERIES_PER_DATABASE`. */
  env?: Record<string, string>;
}

/** Starts `SONDE_TEST_INFLUXD`, or `influxd` on PATH. Rejects with its last words when it does not come up within 30 s. */
export async function startInfluxd({ admin, env = {} }: InfluxdOptions = {}): Promise<Influxd> {
  const home = await mkdtemp(join(tmpdir(), "sonde-influxd-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const authorization = admin ? `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString("base64")}` : null;
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    child = await up(home, port, { INFLUXDB_HTTP_AUTH_ENABLED: String(admin !== undefined), ...env });
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null) return;
    const exited = once(ending, "exit");
    ending.kill("SIGCONT");
    ending.kill(signal);
    await exited;
  }

  await start();
  if (admin) await ask(url, createAdmin(admin), null, null);
  return {
    url,
    query: (influxQl, database) => ask(url, influxQl, database ?? null, authorization),
    start,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    async remove() {
      await end("SIGKILL");
      await rm(home, { recursive: true, force: true });
    },
  };
}

const createAdmin = ({ username, password }: { username: string; password: string }) =>
  `CREATE USER "${username}" WITH PASSWORD '${password}' WITH ALL PRIVILEGES`;

async function up(home: string, port: number, settings: Record<string, string>): Promise<ChildProcess> {
  const config = join(home, "influxdb.conf");
  await writeFile(config, configuration(home, port));
  const { PATH = "" } = process.env;
  const child = spawn(process.env["SONDE_TEST_INFLUXD"] ?? "influxd", ["run", "-config", config], {
    env: { PATH, HOME: home, ...settings },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4_000)));
  child.on("error", (error) => (words += `\n${error.message}`));
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
    if (child.exitCode !== null || child.pid === undefined) break;
    if (await answers(`http://127.0.0.1:${port}/ping`)) return child;
  }
  child.kill("SIGKILL");
  throw new Error(`influxd did not come up on port ${port}. Its last words: ${words}`);
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    ({ status }) => status < 500,
    () => false,
  );
}

const configuration = (home: string, port: number) => `
reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
  dir = "${home}/meta"
[data]
  dir = "${home}/data"
  wal-dir = "${home}/wal"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
`;

const answer = z.object({
  error: z.string().optional(),
  results: z
    .array(
      z.object({
        error: z.string().optional(),
        series: z
          .array(
            z.object({
              tags: z.record(z.string(), z.string()).default({}),
              columns: z.array(z.string()),
              values: z.array(z.array(z.unknown())).default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

async function ask(
  url: string,
  influxQl: string,
  database: string | null,
  authorization: string | null,
): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${url}/query`, {
    method: "POST",
    headers: authorization ? { authorization } : {},
    body: new URLSearchParams({ q: influxQl, epoch: "ns", ...(database === null ? {} : { db: database }) }),
    signal: AbortSignal.timeout(60_000),
  });
  const { error, results } = answer.parse(JSON.parse(exactTimes(await response.text())));
  const wrong = error ?? results.find((result) => result.error)?.error;
  if (wrong) throw new Error(`InfluxDB answered ${response.status} to ${influxQl}: ${wrong}`);
  return results.flatMap(({ series }) =>
    series.flatMap(({ tags, columns, values }) =>
      values.map((row) => ({ ...tags, ...Object.fromEntries(columns.map((column, index) => [column, row[index]])) })),
    ),
  );
}

/** Nanoseconds do not fit a number: the first, nineteen-digit value of every row becomes a string. */
function exactTimes(json: string): string {
  return json.replaceAll(/\[(\d{19})(?=[,\]])/g, '["$1"');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no free port on 127.0.0.1");
  return address.port;
}
