import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { startInfluxd } from "../../test/support/influxd.ts";
import type { Lab } from "./figure.ts";
import type { CountTarget } from "./count-target.ts";
import { cpuUsed, residentMb } from "./proc.ts";

/** What a load run of one of the three ways cost. */
export interface LoadRunSeen {
  cpuMs: number;
  /** Requests as the target counted them. */
  requests: number;
}

export interface OurRunSeen extends LoadRunSeen {
  /** Requests as the report has them. */
  reported: number;
  /** The worker's, in megabytes. */
  residentMb: number;
  /** From the last sample to the end of the command, with the report written. */
  reportMs: number;
}

export interface TheirRunSeen extends LoadRunSeen {
  /** Of InfluxDB, from its start to its end; not part of `cpuMs`. */
  serverCpuMs: number;
}

export interface LoadSite {
  folder: string;
  target: CountTarget;
  lab: Lab;
}

/** A scenario of k6's, without its name. */
export type Scenario = Record<string, string | number>;

const launcher = fileURLToPath(new URL("../../scripts/sonde.mjs", import.meta.url));
const lookEveryMs = 1_000;

/** Requests with a check, as load runs of a script have them; the load is the script's own, the same for all three. */
export function writeScript({ folder, target }: LoadSite, name: string, scenario: Scenario): string {
  const path = join(folder, `${name}.js`);
  writeFileSync(
    path,
    `import http from "k6/http";
import { check } from "k6";
export const options = { scenarios: { shop: ${JSON.stringify({ ...scenario, gracefulStop: "2s" })} } };
export default function () {
  const name = "/api/items/" + (__ITER % 8);
  check(http.get(${JSON.stringify(target.url)} + name, { tags: { name } }), { "status is 200": ({ status }) => status === 200 });
}
`,
  );
  return path;
}

/** `k6 run --summary-mode=disabled`, with an output or without. */
export async function runBare({ target, lab }: LoadSite, script: string, more: readonly string[] = []): Promise<LoadRunSeen> {
  const before = await standing(target);
  const args = ["run", "--quiet", "--no-color", "--summary-mode=disabled", "--no-usage-report", "--address=", ...more, script];
  await finished(spawn(lab.k6, args, { stdio: ["ignore", "ignore", "pipe"], signal: lab.signal }), [0]);
  return since(before, await standing(target));
}

/** The same with `--out influxdb`, into an InfluxDB of its own. */
export async function runToInflux(site: LoadSite, script: string): Promise<TheirRunSeen> {
  const influxd = await startInfluxd();
  let seen: LoadRunSeen;
  let afterK6Ms: number;
  try {
    seen = await runBare(site, script, [`--out=influxdb=${influxd.url}/k6`]);
    afterK6Ms = cpuUsed(process.pid).children;
  } finally {
    await influxd.remove();
  }
  return { ...seen, serverCpuMs: cpuUsed(process.pid).children - afterK6Ms };
}

const reportShape = z.object({
  summary: z.object({
    totals: z.object({ lastMs: z.number(), journeys: z.array(z.object({ requests: z.number() })) }),
  }),
});

/** `sonde load SCRIPT`, as users have it, with its k6. */
export async function runOurs({ folder, target, lab }: LoadSite, script: string): Promise<OurRunSeen> {
  const config = join(folder, "sonde.config.mjs");
  writeFileSync(config, `export default ${JSON.stringify(configFor(target))};\n`);
  const report = join(folder, "report");
  const before = await standing(target);
  const { PATH, HOME, XDG_CACHE_HOME } = process.env;
  const child = spawn(process.execPath, [launcher, "load", "--config", config, "--report", report, script], {
    env: {
      PATH,
      HOME,
      XDG_CACHE_HOME,
      SONDE_K6: lab.k6,
      SONDE_STORE: join(folder, "sonde.db"),
      SONDE_LOCATION: "bench",
      CI: "true",
    },
    stdio: ["ignore", "ignore", "pipe"],
    signal: lab.signal,
  });
  const memory = watchMemory(child);
  await finished(child, [0, 3]).finally(() => memory.stop());
  const endedAtMs = Date.now();
  const { totals } = reportShape.parse(JSON.parse(readFileSync(join(report, "load.json"), "utf8"))).summary;
  return {
    ...since(before, await standing(target)),
    reported: totals.journeys.reduce((sum, { requests }) => sum + requests, 0),
    residentMb: memory.mostMb(),
    reportMs: endedAtMs - totals.lastMs,
  };
}

function configFor({ url }: CountTarget) {
  return {
    target: "bench",
    targets: { bench: { load: true, urls: { api: url } } },
    probes: [{ name: "health", journey: "sonde/probes/health.ts", every: "1h" }],
    load: { ceiling: { ratePerS: 100_000, vus: 1_000, duration: "1h" } },
    web: { port: 0 },
  };
}

/** The most that a process holds. */
function watchMemory({ pid }: ChildProcess): { mostMb(): number; stop(): void } {
  let most = 0;
  const timer = setInterval(() => {
    try {
      if (pid !== undefined) most = Math.max(most, residentMb(pid) || 0);
    } catch {
      // It has ended.
    }
  }, lookEveryMs);
  return { mostMb: () => most, stop: () => clearInterval(timer) };
}

interface Standing {
  cpuMs: number;
  count: number;
}

/** CPU of processes that are over: k6 counts with whoever started it. */
async function standing(target: CountTarget): Promise<Standing> {
  return { cpuMs: cpuUsed(process.pid).children, count: await target.count() };
}

function since(before: Standing, now: Standing): LoadRunSeen {
  return { cpuMs: now.cpuMs - before.cpuMs, requests: now.count - before.count };
}

async function finished(child: ChildProcess, codes: readonly number[]): Promise<void> {
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-2_000)));
  await once(child, "close");
  if (!codes.includes(child.exitCode ?? -1)) throw new Error(`a load run ended with ${child.exitCode}: ${complaint}`);
}
