import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { cpuPerRun } from "./cpu-per-run.ts";
import { drain } from "./drain.ts";
import { influxFootprint } from "./influx-footprint.ts";
import { lateness } from "./lateness.ts";
import { loadLine } from "./load-line.ts";
import { load, loadMemory } from "./load.ts";
import { longRange, longRangeFull } from "./long-range.ts";
import { start } from "./start.ts";
import type { Figure, Lab } from "./support/figure.ts";
import { machineSize, toolVersions } from "./support/machine.ts";
import { type Outcome, sectionOf, withSection } from "./support/results.ts";

const figures: readonly Figure[] = [
  cpuPerRun,
  lateness,
  influxFootprint,
  drain,
  start,
  load,
  loadLine,
  loadMemory,
  longRange,
  longRangeFull,
];
const names = figures.map(({ name }) => name);
const resultsFile = new URL("RESULTS.md", import.meta.url);
/** Of all figures together that are not long. */
const limitMs = 30 * 60_000;

const usage = `npm run bench [-- NAME… [--scale NUMBER]]

Measures figures (${names.join(", ")}; without a name all but the long ones) and writes them to bench/RESULTS.md.
--scale 0.1 makes a tenth of the runs and only prints: to develop with.
`;

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => interrupted.abort(new Error("it was interrupted")));

process.exitCode = await main(process.argv.slice(2));

/** Exit code 0: all were measured, whether their targets were kept or not. */
async function main(args: string[]): Promise<number> {
  const asked = askedFor(args);
  if (asked === null) {
    process.stderr.write(usage);
    return 2;
  }
  const k6 = process.env["SONDE_K6"] ?? "k6";
  const tools = toolVersions({ k6, influxd: process.env["SONDE_TEST_INFLUXD"] ?? "influxd" });
  const short = AbortSignal.any([interrupted.signal, AbortSignal.timeout(limitMs)]);
  let missing = 0;
  for (const figure of asked.figures) {
    if (interrupted.signal.aborted) break;
    const atMs = Date.now();
    const signal = AbortSignal.any([figure.isLong ? interrupted.signal : short, AbortSignal.timeout(figure.limitMs)]);
    const outcome = await attempt(figure, { k6, scale: asked.scale, signal, say: (text) => say(`${figure.name}: ${text}`) });
    if (outcome.kind === "not-measured") missing += 1;
    const setting = { atMs, tookMs: Date.now() - atMs, machine: machineSize(), tools };
    const section = sectionOf(figure, outcome, setting);
    process.stdout.write(`\n${section}\n\n`);
    if (asked.scale === 1 && !interrupted.signal.aborted) keep(figure.name, section);
  }
  return missing > 0 || interrupted.signal.aborted ? 1 : 0;
}

function askedFor(args: string[]): { figures: Figure[]; scale: number } | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { scale: { type: "string", default: "1" } },
    });
    const scale = Number(values.scale);
    const chosen = figures.filter(({ name, isLong }) => (positionals.length === 0 ? !isLong : positionals.includes(name)));
    const unknown = positionals.filter((name) => !names.includes(name));
    for (const name of unknown) process.stderr.write(`${name} is no figure.\n`);
    return unknown.length > 0 || !(scale > 0 && scale <= 1) ? null : { figures: chosen, scale };
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return null;
  }
}

async function attempt(figure: Figure, lab: Lab): Promise<Outcome> {
  try {
    return { kind: "measured", measured: await figure.measure(lab) };
  } catch (error) {
    const reason = lab.signal.aborted ? `given up: ${messageOf(lab.signal.reason)}` : messageOf(error);
    return { kind: "not-measured", reason };
  }
}

/** Replaces the figure's section alone. */
function keep(name: string, section: string): void {
  const document = existsSync(resultsFile) ? readFileSync(resultsFile, "utf8") : "";
  writeFileSync(resultsFile, withSection(document, name, section, names));
}

function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
