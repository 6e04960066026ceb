import { isDeepStrictEqual } from "node:util";
import { renderProblems } from "../config/explain.ts";
import type { Config, Probe } from "../contract/config.ts";
import type { Problem } from "../contract/problem.ts";
import type { Logger } from "../kit/log.ts";
import type { Redactor } from "../kit/redact.ts";
import { prepareFor } from "./journeys.ts";
import type { Rooms } from "./run-probe.ts";

/** What a running worker changes when its configuration does. */
export interface Reloaded {
  rooms: Rooms;
  loop: { reload(probes: readonly Probe[], concurrency: number): void };
  redactor: Redactor;
  file: string;
  k6: string;
  log: Logger;
}

/** Takes a good configuration over, unless one of its journeys is bad. Runs under way end as they began. */
export async function takeOver(
  config: Config,
  secretValues: readonly string[],
  { rooms, loop, redactor, file, k6, log }: Reloaded,
): Promise<void> {
  const { journeys, problems } = await prepareFor(config, file, k6).catch((error: unknown) => {
    const found = error instanceof Error ? error.message : String(error);
    return { journeys: new Map(), problems: [{ file, path: "", found, expected: "journeys that can be prepared", paste: null }] };
  });
  if (problems.length > 0) return refuse(problems, log);
  for (const value of secretValues) redactor.add(value);
  const fixed = needsRestart(rooms.config, config);
  rooms.config = { ...config, ...pick(rooms.config, restartOnly) };
  rooms.journeys = journeys;
  rooms.instruments = { ...rooms.instruments, maintenance: config.maintenance };
  loop.reload(config.probes, config.concurrency);
  log.info({ probes: config.probes.length }, "the changed configuration is in force");
  if (fixed.length > 0) log.warn({ changed: fixed }, "these take a restart: until then they stay as they were");
}

/** Keeps the old configuration running and says why. */
export function refuse(problems: readonly Problem[], log: Logger): void {
  log.error(`the changed configuration is wrong, the old one goes on: ${renderProblems(problems, { colour: false })}`);
}

const restartOnly = ["location", "influx", "store", "web", "canary"] as const;

function needsRestart(before: Config, after: Config): string[] {
  return restartOnly.filter((key) => !isDeepStrictEqual(before[key], after[key]));
}

function pick<Key extends keyof Config>(config: Config, keys: readonly Key[]): Pick<Config, Key> {
  return Object.fromEntries(keys.map((key) => [key, config[key]])) as Pick<Config, Key>;
}
