import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Config, Probe } from "../contract/config.ts";
import type { Problem } from "../contract/problem.ts";
import type { Logger } from "../kit/log.ts";
import { messageOf } from "../kit/message-of.ts";
import type { Redactor } from "../kit/redact.ts";
import type { Configured } from "./configuration.ts";
import { type Journey, prepareFor } from "./journeys.ts";
import type { Rooms } from "./run-probe.ts";
import { sondeCommand } from "./version.ts";

/** What a running worker changes when its configuration does. */
export interface Reloaded {
  rooms: Rooms;
  loop: { reload(probes: readonly Probe[], concurrency: number): void };
  redactor: Redactor;
  /** Starts the demo platform where the configuration needs one and none runs. */
  needDemo: (config: Config) => Promise<unknown>;
  file: string;
  k6: string;
  log: Logger;
}

/** Takes a good configuration over, unless one of its journeys is bad. Runs under way end as they began. */
export async function takeOver(
  { config, secretValues }: Pick<Configured, "config" | "secretValues">,
  { rooms, loop, redactor, needDemo, file, k6, log }: Reloaded,
): Promise<void> {
  const ready = async () => {
    await needDemo(config);
    return prepareFor(config, file, k6);
  };
  const { journeys, problems } = await ready().catch((error: unknown) => {
    const found = messageOf(error);
    return {
      journeys: new Map<string, Journey>(),
      problems: [{ file, path: "", found, expected: "a configuration that can be taken over now", paste: null }],
    };
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

/** Keeps the old configuration running and says why, a line a problem. */
export function refuse(problems: readonly Problem[], log: Logger): void {
  for (const { file, path, found, expected } of problems)
    log.error(`${path || basename(file)}: found ${found}; expected ${expected}`);
  log.error(`the changed configuration is wrong, the old one goes on: \`${sondeCommand} check\` shows all`);
}

const restartOnly = ["location", "influx", "store", "web", "canary"] as const;

function needsRestart(before: Config, after: Config): string[] {
  return restartOnly.filter((key) => !isDeepStrictEqual(before[key], after[key]));
}

function pick<Key extends keyof Config>(config: Config, keys: readonly Key[]): Pick<Config, Key> {
  return Object.fromEntries(keys.map((key) => [key, config[key]])) as Pick<Config, Key>;
}
