import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Config } from "../contract/config.ts";
import type { Problem } from "../contract/problem.ts";
import { renderProblems } from "../config/explain.ts";
import { type Loaded, loadConfig, loadDefaults } from "../config/load.ts";
import { environment, hideFromChildren } from "./environment.ts";
import { Exit, exitCodes } from "./exit.ts";
import { paintsOn } from "./paint.ts";
import { starvedProblems } from "./starved-problems.ts";

/** Options that every command takes. */
export interface CommonOptions {
  config?: string;
  target?: string;
}

export interface Configured {
  file: string;
  config: Config;
  /** Every secret value that the configuration resolved, for the redactor. */
  secretValues: string[];
}

export function configFile({ config }: CommonOptions): string {
  return resolve(config ?? (environment["SONDE_CONFIG"] || "sonde.config.ts"));
}

/** Nobody named a configuration, and there is none: `sonde once --journey` needs none. */
function isWithout(options: CommonOptions): boolean {
  return options.config === undefined && !environment["SONDE_CONFIG"] && !existsSync(configFile(options));
}

/** The settings that hold without a configuration, or the problems of `SONDE_*` variables, exit code 2. */
export function withoutConfiguration(): Config {
  const loaded = loadDefaults({ folder: process.cwd(), env: environment });
  if (!loaded.ok) throw problemsExit(loaded.problems);
  return loaded.config;
}

export async function load(options: CommonOptions): Promise<Loaded> {
  const file = configFile(options);
  const given = await loadConfig({ file, env: environment, ...(options.target !== undefined && { target: options.target }) });
  const loaded = withoutStarved(given, file);
  if (loaded.ok) hideFromChildren(loaded.secretVariables);
  return loaded;
}

/** What only the schedule can tell of a configuration. */
function withoutStarved(loaded: Loaded, file: string): Loaded {
  const config = loaded.ok ? loaded.config : loaded.partial;
  const starved = config ? starvedProblems(config, file, Date.now()) : [];
  if (starved.length === 0) return loaded;
  return { ok: false, problems: [...(loaded.ok ? [] : loaded.problems), ...starved], partial: config };
}

/** Loads the configuration or ends the command with all its problems, exit code 2. */
export async function configured(options: CommonOptions): Promise<Configured> {
  const loaded = await load(options);
  if (!loaded.ok) throw problemsExit(loaded.problems);
  return { file: configFile(options), config: loaded.config, secretValues: loaded.secretValues };
}

/** What is right of the configuration: who only looks at the store needs neither the target's password nor its URL. */
export async function configuredInPart(options: CommonOptions): Promise<Config> {
  if (isWithout(options)) return withoutConfiguration();
  const loaded = await load(options);
  if (loaded.ok) return loaded.config;
  if (loaded.partial) return loaded.partial;
  throw problemsExit(loaded.problems);
}

export function problemsExit(problems: readonly Problem[]): Exit {
  return new Exit(exitCodes.configuration, renderProblems(problems, { colour: paintsOn(process.stderr) }));
}
