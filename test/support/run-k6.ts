import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { defaultColdStartHeader, defaultFields, defaultPaths } from "../../worker/config/defaults.ts";
import { markers } from "../../worker/contract/markers.ts";
import { type TargetSettings, runVariables } from "../../worker/contract/settings.ts";

/** One line of k6's JSON output. */
export interface Point {
  metric: string;
  value: number;
  tags: Record<string, string>;
  metadata: Record<string, string>;
}

export interface K6Run {
  points: Point[];
  logs: string;
  stdout: string;
  /** Milliseconds from the start of k6 to the journey's end marker; `null`: none came. */
  endedAfterMs: number | null;
}

export const traceId = "0af7651916cd43dd8448eb211c80319c";

/** Where a target is that serves everything from one port. */
export function settingsFor(httpUrl: string, changes: Partial<TargetSettings> = {}): TargetSettings {
  return {
    name: "test",
    urls: { api: httpUrl, auth: httpUrl, ws: `${httpUrl.replace("http", "ws")}/ws` },
    paths: defaultPaths,
    fields: defaultFields,
    coldStartHeader: defaultColdStartHeader,
    headers: {},
    secretHeaders: {},
    ...changes,
  };
}

async function bundleJourney(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../${path}`, import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    external: ["k6", "k6/*", "http://*", "https://*"],
    sourcemap: "inline",
    sourcesContent: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** Runs a journey as the worker does; k6 is killed a second after the end marker, or after `timeoutMs`. */
export async function runJourney(
  path: string,
  target: TargetSettings | null,
  secrets: Record<string, string> = {},
  timeoutMs = 30_000,
): Promise<K6Run> {
  const directory = await mkdtemp(join(tmpdir(), "sonde-test-"));
  const secretsFile = join(directory, "secrets");
  const lines = Object.entries(secrets).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(secretsFile, lines.join(""), { mode: 0o600 });
  const variables = {
    [runVariables.runId]: "0198f7c0-0000-7000-8000-000000000001",
    [runVariables.traceId]: traceId,
    [runVariables.userAgent]: "Sonde/test (synthetic monitoring)",
    ...(target ? { [runVariables.target]: JSON.stringify(target) } : {}),
  };
  try {
    return await runK6(await bundleJourney(path), secretsFile, { HOME: directory, ...variables }, timeoutMs);
  } finally {
    await rm(directory, { recursive: true });
  }
}

const runArguments =
  "run --quiet --no-color --summary-mode=disabled --no-usage-report --address= --log-format=json --out=json=-".split(" ");

async function runK6(code: string, secretsFile: string, env: Record<string, string>, timeoutMs: number): Promise<K6Run> {
  const k6 = spawn(process.env["SONDE_K6"] ?? "k6", [...runArguments, `--secret-source=file=${secretsFile}`, "-"], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  const startedMs = performance.now();
  const run: K6Run = { points: [], logs: "", stdout: "", endedAfterMs: null };
  const timers = [setTimeout(() => k6.kill("SIGKILL"), timeoutMs)];
  k6.stderr.setEncoding("utf8").on("data", (text: string) => (run.logs += text));
  k6.stdout.setEncoding("utf8").on("data", (text: string) => {
    run.stdout += text;
    if (run.endedAfterMs !== null || !run.stdout.includes(`"metric":"${markers.journeyEnded}","type":"Point"`)) return;
    run.endedAfterMs = performance.now() - startedMs;
    timers.push(setTimeout(() => k6.kill("SIGKILL"), 1_000));
  });
  k6.stdin.end(code);
  await new Promise((resolve, reject) => k6.on("close", resolve).on("error", reject));
  for (const timer of timers) clearTimeout(timer);
  run.points = run.stdout.split("\n").flatMap(pointOf);
  return run;
}

/** `k6 inspect` of a journey: its options, and what k6 had to say about them. */
export async function inspectJourney(path: string): Promise<{ options: unknown; logs: string }> {
  const k6 = spawn(process.env["SONDE_K6"] ?? "k6", ["inspect", "-"], { env: { PATH: process.env["PATH"] ?? "" } });
  let stdout = "";
  let logs = "";
  k6.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  k6.stderr.setEncoding("utf8").on("data", (text: string) => (logs += text));
  k6.stdin.end(await bundleJourney(path));
  await new Promise((resolve, reject) => k6.on("close", resolve).on("error", reject));
  return { options: JSON.parse(stdout), logs };
}

interface Line {
  type: string;
  metric: string;
  data: { value: number; tags?: Record<string, string>; metadata?: Record<string, string> };
}

function pointOf(text: string): Point[] {
  if (!text.includes('"type":"Point"')) return [];
  let line: Line;
  try {
    line = JSON.parse(text) as Line;
  } catch {
    return [];
  }
  return [{ metric: line.metric, value: line.data.value, tags: line.data.tags ?? {}, metadata: line.data.metadata ?? {} }];
}
