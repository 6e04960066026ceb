import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { demoAccount } from "../../demo/server.ts";
import type { ProbeConfig, SondeConfig } from "../../worker/config/define.ts";
import type { LoopbackTarget } from "./loopback-target.ts";
import { within } from "./wait.ts";

export interface WorkerOptions {
  /** An empty folder, which its store gets into as `sonde.db`. */
  folder: string;
  target: LoopbackTarget;
  probes: ProbeConfig[];
  /** Where to deliver to; without it nothing is delivered. */
  influx?: { url: string; database: string };
  /** More environment. */
  env?: Record<string, string>;
}

/** `sonde start`, as users have it. */
export interface BenchWorker extends AsyncDisposable {
  pid: number;
  storePath: string;
  /** How many runs it has told of. */
  runs(): number;
  /** Throws when the worker ended, or more than one run in a hundred was not up: what would be measured then is something else. */
  verify(): void;
  /** Drains and ends it. */
  stop(): Promise<void>;
}

export const location = "bench";
const runLine = /^\S+ (?:info|warn) +(up|degraded|down|error|no-data) +\S/;
const drainMs = 20_000;
const keptCharacters = 4_000;
/** As `npm start` does it; Node 24 stays in its process. */
const launcher = fileURLToPath(new URL("../../scripts/sonde.mjs", import.meta.url));

export function startWorker({ folder, target, probes, influx, env: more }: WorkerOptions): BenchWorker {
  const storePath = join(folder, "sonde.db");
  const config = join(folder, "sonde.config.mjs");
  writeFileSync(config, `export default ${JSON.stringify(configFor(target, probes), null, 2)};\n`);
  const { PATH, HOME, SONDE_K6, XDG_CACHE_HOME, BENCH_NODE_OPTIONS: NODE_OPTIONS } = process.env;
  const child = spawn(process.execPath, [launcher, "start", "--config", config], {
    env: {
      PATH,
      HOME,
      XDG_CACHE_HOME,
      NODE_OPTIONS,
      SONDE_K6,
      SONDE_STORE: storePath,
      SONDE_LOCATION: location,
      ...(influx && { SONDE_INFLUX_URL: influx.url, SONDE_INFLUX_DATABASE: influx.database }),
      ...more,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const finished = once(child, "close");
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-keptCharacters)));
  let runs = 0;
  const bad: string[] = [];
  let isStopped = false;
  createInterface(child.stdout).on("line", (line) => {
    const verdict = runLine.exec(line)?.[1];
    if (verdict === undefined) return;
    runs += 1;
    if (verdict !== "up") bad.push(line);
  });
  const stop = async () => {
    isStopped = true;
    child.kill("SIGTERM");
    await within(finished, drainMs, "the worker's end").catch(() => child.kill("SIGKILL"));
  };
  const worker: BenchWorker = {
    pid: child.pid ?? 0,
    storePath,
    runs: () => runs,
    verify() {
      if ((child.exitCode ?? child.signalCode) !== null && !isStopped) throw new Error(`the worker ended: ${complaint}`);
      if (bad.length > 1 + runs / 100) throw new Error(`${bad.length} runs were not up: ${bad[0]}`);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
  return worker;
}

function secret(name: keyof typeof demoAccount) {
  return { env: `BENCH_${name.toUpperCase()}`, default: demoAccount[name] };
}

function configFor({ url }: LoopbackTarget, probes: ProbeConfig[]): SondeConfig {
  return {
    targets: { bench: { urls: { api: url }, secrets: { email: secret("email"), password: secret("password") } } },
    probes,
    web: { port: 0 },
  };
}
