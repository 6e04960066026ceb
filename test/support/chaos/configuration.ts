import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProbeConfig, SondeConfig } from "../../../worker/config/define.ts";
import { type JourneyFile, journeys } from "./journeys.ts";

/** Name of the variable by which every k6 of a stage is known, whatever became of its worker. */
export const markVariable = "CHAOS_STAGE";

export type Cast = readonly (Pick<ProbeConfig, "name" | "every" | "cron" | "target"> & { journey: JourneyFile })[];

/** The same server under another name: what happens to the usual probes makes no probe of it run. */
export const aside = "aside";

/** Six runs a second. The one named `health` runs at start, too, and its target is never down. */
export const usualCast: Cast = [
  { name: "health", journey: "ok.js", every: "1s" },
  { name: "steps", journey: "steps.js", every: "1s" },
  { name: "slow", journey: "slow.js", every: "1s" },
  { name: "down", journey: "down.js", every: "1s" },
  { name: "flap", journey: "flap.js", every: "1s" },
  { name: "throws", journey: "throws.js", every: "2s" },
];

/** A cron that names one second of every minute, the next of which is so far ahead. */
export function soon(inMs: number): string {
  return `${new Date(Date.now() + inMs).getUTCSeconds()} * * * * *`;
}

/** Journeys that nothing but a fault of ours can fail. */
export const healthyJourneys: readonly JourneyFile[] = ["ok.js", "slow.js", "linger.js", "steps.js"];

/** What these ask for never works. */
export const failingJourneys: readonly JourneyFile[] = ["down.js", "throws.js"];

export const confirmation = { confirm: 2, recover: 2 };

export interface Written {
  folder: string;
  mark: string;
  targetUrl: string;
  influxUrl: string;
  database: string;
  cast: Cast;
  concurrency: number;
}

/** Writes a configuration and its journeys; gives the configuration's path. The store is `disk/sonde.db` beside it. */
export function writeConfiguration({ folder, mark, targetUrl, influxUrl, database, cast, concurrency }: Written): string {
  const probes = cast.map((probe) => ({
    ...probe,
    ...confirmation,
    journey: `journeys/${probe.journey}`,
    env: { BASE: targetUrl, [markVariable]: mark },
  }));
  const config: SondeConfig = {
    target: "loop",
    targets: { loop: { urls: { api: targetUrl } }, [aside]: { urls: { api: targetUrl } } },
    probes,
    concurrency,
    location: "chaos",
    influx: { url: influxUrl, database, timeout: "2s" },
    store: { path: "disk/sonde.db" },
    web: { port: 0 },
    maxSeries: 1_000_000,
  };
  mkdirSync(join(folder, "journeys"), { recursive: true });
  for (const [name, text] of Object.entries(journeys)) writeFileSync(join(folder, "journeys", name), text);
  const file = join(folder, "sonde.config.mjs");
  writeFileSync(file, `export default ${JSON.stringify(config, null, 2)};\n`);
  return file;
}
