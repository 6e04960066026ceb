import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "../../worker/k6/bundle.ts";
import { execute } from "../../worker/k6/execute.ts";
import { defaultLimits } from "../../worker/k6/executor.ts";
import { InspectError, type Inspection, inspect } from "../../worker/k6/inspect.ts";
import { systemClock } from "../../worker/kit/clock.ts";
import type { CaseServer } from "./case-server.ts";
import { cutK6, floodingK6, realK6, unexecutableK6 } from "./fake-k6.ts";
import { type Recording, interpreterFor } from "./judge-case.ts";
import type { Setting, VerdictCase } from "./verdict-cases.ts";

const scripts = join(import.meta.dirname, "../fixtures/scripts");

/** Runs a case's script with real k6. `directory`: an empty folder for all that the run needs. */
export async function runCase({ name, setting }: VerdictCase, server: CaseServer, directory: string): Promise<Recording> {
  const bundled = await bundle(join(scripts, `${name}.js`));
  const env = { BASE: server.url };
  const inspection = await inspect(realK6, bundled, env, process.env).catch(notInspected);
  const interpreter = interpreterFor(inspection);
  const lines: Pick<Recording, "samples" | "logs"> = { samples: [], logs: [] };
  const sink = {
    sample(line: string) {
      lines.samples.push(line);
      return interpreter.sample(line);
    },
    log(line: string) {
      lines.logs.push(line);
      interpreter.log(line);
    },
  };
  const executor = {
    k6: await k6For(setting, directory),
    runsDirectory: join(directory, "runs"),
    clock: systemClock,
    environment: process.env,
    limits: { ...defaultLimits, maxMemoryBytes: setting.maxMemoryBytes ?? defaultLimits.maxMemoryBytes },
  };
  const job = {
    runId: name,
    traceId: "",
    bundle: bundled,
    timeoutMs: setting.timeoutMs ?? 20_000,
    graceMs: 500,
    env,
    secrets: {},
    blockedRanges: setting.blockedRanges ?? [],
  };
  if (setting.signal) void interfere(setting.signal, server, executor.runsDirectory);
  return { inspection, result: await execute(job, sink, executor), ...lines };
}

function notInspected(error: unknown): Inspection {
  if (error instanceof InspectError) return { declaration: null, thresholds: [], singleIteration: true };
  throw error;
}

async function k6For({ k6 }: Setting, directory: string): Promise<string> {
  if (k6 === "cut") return cutK6(directory);
  if (k6 === "flood") return floodingK6(directory);
  if (k6 === "not-executable") return unexecutableK6(directory);
  return k6 === "missing" ? join(directory, "no-such-k6") : realK6;
}

async function interfere(signal: NodeJS.Signals, server: CaseServer, runsDirectory: string): Promise<void> {
  await server.asked("/hang");
  await systemClock.sleep(400);
  const [run = ""] = await readdir(runsDirectory);
  process.kill(Number.parseInt(await readFile(join(runsDirectory, run, "process"), "utf8"), 10), signal);
}
