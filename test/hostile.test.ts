import { existsSync, readFileSync, readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type HostileCase, hostileCases } from "./support/hostile-cases.ts";
import { startHostileServer } from "./support/hostile-server.ts";
import { processes } from "./support/secrets-place.ts";
import { type Running, sonde, startSonde, temporaryFolder } from "./support/sonde.ts";
import type { TrapServer } from "./support/trap-server.ts";

const scripts = fileURLToPath(new URL("fixtures/scripts", import.meta.url));
const megabyte = 1_048_576;

let folder: ReturnType<typeof temporaryFolder>;
let hostile: TrapServer;
let forbidden: Server;
let asked: string[];
let environment: Record<string, string>;
let worker: Running;
let rssBytes: number;
let lasts: Map<string, { verdict: string; cause: string | null }>;

beforeAll(async () => {
  folder = temporaryFolder();
  asked = [];
  forbidden = createServer((request, response) => {
    asked.push(String(request.url));
    response.end('{"ok":true}');
  });
  hostile = await startHostileServer(`[::1]:${await listenOn(forbidden)}`);
  environment = {
    SONDE_CONFIG: await configure(`http://127.0.0.1:${hostile.port}`),
    SONDE_STORE: join(folder.path, "store", "sonde.db"),
    SONDE_LOCATION: "test",
    SONDE_WEB_PORT: "0",
  };
  worker = startSonde(["start"], environment);
  await worker.says(/up +fine/);
  rssBytes = memoryOf("VmRSS");
  lasts = await everyCase();
});
afterAll(async () => {
  worker.child.kill("SIGKILL");
  await worker.finished;
  await hostile.close();
  await new Promise((resolve) => forbidden.close(resolve));
  folder.remove();
});

/** Its port; where there is no IPv6 one at which nobody could answer anyway. */
function listenOn(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(1));
    server.listen(0, "::1", () => resolve((server.address() as AddressInfo).port));
  });
}

/** `health` is down at once, and then all others of its target run. */
async function configure(base: string): Promise<string> {
  const probe = ({ name, script, path }: Pick<HostileCase, "name" | "script" | "path">, more: object = {}) => ({
    name,
    every: "10m",
    timeout: "6s",
    confirm: 1,
    journey: join(scripts, script),
    env: { BASE: base, HOSTILE_PATH: path },
    ...more,
  });
  const probes = [
    probe({ name: "health", script: "hostile-http.js", path: "/unwell" }),
    probe({ name: "fine", script: "hostile-http.js", path: "/fine" }, { every: "5s", timeout: "5s" }),
    ...hostileCases.map((given) => probe(given)),
    probe({ name: "elsewhere", script: "hostile-elsewhere.js", path: "/fine" }, { target: "elsewhere" }),
  ];
  const targets = { hostile: { urls: { api: base } }, elsewhere: { urls: { api: "http://platform.example" } } };
  const path = join(folder.path, "config", "sonde.config.mjs");
  await mkdir(join(folder.path, "config"));
  await writeFile(path, `export default ${JSON.stringify({ target: "hostile", targets, probes, concurrency: 3 })};`);
  return path;
}

function memoryOf(field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${worker.child.pid}/status`, "utf8");
  return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1_024;
}

const statusOf = z.object({
  probes: z.array(
    z.object({
      probe: z.string(),
      lastRun: z.object({ verdict: z.string(), cause: z.string().nullable() }).nullable(),
    }),
  ),
});

async function lastRuns() {
  const { stdout } = await sonde(["status", "--json"], environment);
  expect(stdout).toMatch(printableLines);
  const { probes } = statusOf.parse(JSON.parse(stdout));
  return new Map(probes.flatMap(({ probe, lastRun }) => (lastRun ? [[probe, lastRun]] : [])));
}

async function everyCase() {
  for (const deadline = Date.now() + 75_000; ; await sleep(1_000)) {
    const runs = await lastRuns();
    if (hostileCases.every(({ name }) => runs.has(name))) return runs;
    if (Date.now() > deadline) throw new Error(`only these have run: ${[...runs.keys()].join(", ")}\n${worker.stdout()}`);
  }
}

/** Neither controls nor marks that turn the direction of text. */
const printableLines = /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]*$/;

test.for(hostileCases)("$name is $verdict", ({ name, verdict, cause }) => {
  const last = lasts.get(name);
  expect(last?.verdict, JSON.stringify(last)).toBe(verdict);
  if (cause) expect(last?.cause).toMatch(cause);
  else expect(last?.cause).toBeNull();
});

test("a name of a target's that leads to this machine leads nowhere", async () => {
  const { code, stdout } = await sonde(["once", "elsewhere"], environment);
  expect(stdout).toMatch(/down +elsewhere.*blacklisted/);
  expect(code).toBe(1);
});

test("no request came where none may go", () => expect(asked).toEqual([]));

test("the worker goes on", async () => {
  const before = worker.stdout().length;
  await expect.poll(() => worker.stdout().slice(before), { timeout: 20_000 }).toMatch(/up +fine/);
  expect(worker.stderr()).toBe("");
});

test("its memory is bounded", () => expect((memoryOf("VmHWM") - rssBytes) / megabyte).toBeLessThan(200));

test("nothing unprintable is shown", async () => {
  expect(worker.stdout()).toMatch(printableLines);
  for (const { name } of hostileCases) {
    const { stdout, stderr, code } = await sonde(["why", name], environment);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(printableLines);
  }
  const told = await sonde(["why", "nasty"], environment);
  const table = await sonde(["status"], environment);
  expect(table.stdout).toMatch(printableLines);
  for (const { stdout } of [told, table]) expect(stdout).toContain("esrever");
  const json = await sonde(["once", "nasty-detail", "ws-nasty", "--json"], environment);
  expect(json.stdout + json.stderr).toMatch(printableLines);
  expect(json.stdout).toContain("esrever");
});

test("nothing is left", async () => {
  worker.child.kill("SIGTERM");
  expect((await worker.finished).code).toBe(0);
  const runs = join(folder.path, "store", "runs");
  expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([]);
  expect(processes().filter(({ args }) => args.includes(folder.path))).toEqual([]);
});
