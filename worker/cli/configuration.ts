import { resolve } from "node:path";
import type { Config } from "../contract/config.ts";
import type { Problem } from "../contract/problem.ts";
import { renderProblems } from "../config/explain.ts";
import { loadConfig } from "../config/load.ts";
import { Exit, exitCodes } from "./exit.ts";
import { paintsOn } from "./paint.ts";

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
  return resolve(config ?? process.env["SONDE_CONFIG"] ?? "sonde.config.ts");
}

/** Loads the configuration or ends the command with all its problems, exit code 2. */
export async function configured(options: CommonOptions): Promise<Configured> {
  const file = configFile(options);
  const loaded = await loadConfig({ file, env: process.env, ...(options.target !== undefined && { target: options.target }) });
  if (!loaded.ok) throw problemsExit(loaded.problems);
  return { file, config: loaded.config, secretValues: loaded.secretValues };
}

export function problemsExit(problems: readonly Problem[]): Exit {
  return new Exit(exitCodes.configuration, renderProblems(problems, { colour: paintsOn(process.stderr) }));
}
