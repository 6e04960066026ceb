import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.ts";
import { until, within } from "./wait.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const firstRun = /^\S+ (?:info|warn) +(?:up|degraded|down|error|no-data) +\S/m;
const limitMs = 60_000;
const stopMs = 20_000;

/** Types `npm start` in a folder of its own for the store, and ends it again. Gives milliseconds until the first run was told of. */
export async function firstVerdictMs(folder: string, signal: AbortSignal): Promise<number> {
  const [web, demo] = [await freePort(), await freePort()];
  const env = {
    ...userEnvironment(),
    SONDE_STORE: join(folder, "sonde.db"),
    SONDE_WEB_PORT: String(web),
    SONDE_DEMO_URL: `http://127.0.0.1:${demo}`,
  };
  const startedAt = performance.now();
  const child = spawn("npm", ["start"], { cwd: repository, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  try {
    return (await firstRunOf(child, signal)) - startedAt;
  } finally {
    await end(child);
  }
}

/** As before `npm run bench` put its own Node and tools into it. */
function userEnvironment(): Record<string, string | undefined> {
  const { BENCH_PATH, BENCH_K6, SONDE_K6: _, SONDE_TEST_INFLUXD: __, ...env } = process.env;
  return { ...env, ...(BENCH_PATH && { PATH: BENCH_PATH }), ...(BENCH_K6 && { SONDE_K6: BENCH_K6 }) };
}

async function firstRunOf(child: ChildProcess, signal: AbortSignal): Promise<number> {
  let output = "";
  let toldAt: number | null = null;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (toldAt === null && firstRun.test(output)) toldAt = performance.now();
    });
  }
  const look = () => {
    if (toldAt === null && child.exitCode !== null) throw new Error(`npm start ended:\n${output}`);
    return toldAt;
  };
  return until(look, { what: "npm start told of a run", signal, limitMs, everyMs: 10 });
}

/** npm passes no signal on, so its whole group gets it. */
async function end(child: ChildProcess): Promise<void> {
  const closed = once(child, "close");
  signalGroup(child, "SIGTERM");
  await within(closed, stopMs, "the end of npm start").catch(() => signalGroup(child, "SIGKILL"));
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // All of it is gone.
  }
}
