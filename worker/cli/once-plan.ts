import { existsSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import type { Config, Probe, Target } from "../contract/config.ts";
import type { Problem } from "../contract/problem.ts";
import { parseDuration } from "../kit/duration.ts";
import { type CommonOptions, configured, problemsExit, withoutConfiguration } from "./configuration.ts";
import { Exit, exitCodes } from "./exit.ts";
import { k6Path } from "./k6-path.ts";
import { type Journey, prepareFor, prepareJourneys } from "./journeys.ts";
import { probeByHand } from "./probe-by-hand.ts";

export interface OnceOptions extends CommonOptions {
  json?: boolean;
  junit?: string;
  journey?: string;
  env?: string[];
  timeout?: string;
}

/** What `sonde once` is going to do. */
export interface OncePlan {
  config: Pick<Config, "store" | "location" | "maintenance" | "canary" | "concurrency" | "influx">;
  secretValues: string[];
  runs: PlannedRun[];
}

export interface PlannedRun {
  probe: Probe;
  target: Target | null;
  journey: Journey;
}

/** The probes that were named, or all of them. */
export async function planProbes(names: readonly string[], options: OnceOptions): Promise<OncePlan> {
  const { config, file, secretValues } = await configured(options);
  const unknown = names.filter((name) => !config.probes.some((probe) => probe.name === name));
  if (unknown.length > 0) {
    const known = config.probes.map(({ name }) => name).join(", ");
    throw new Exit(exitCodes.configuration, `No probe is named ${unknown.join(", ")}. The configuration has: ${known}.`);
  }
  const probes = names.length === 0 ? config.probes : config.probes.filter(({ name }) => names.includes(name));
  const { journeys, problems } = await prepareFor({ ...config, probes }, file, k6Path());
  return { config, secretValues, runs: planned(probes, config.targets, journeys, problems) };
}

/** Any k6 script as a probe; a configuration is read only when `--target` or `--config` asks for one. Nothing is delivered. */
export async function planJourney(file: string, options: OnceOptions): Promise<OncePlan> {
  const journey = resolve(file);
  if (!existsSync(journey))
    throw new Exit(exitCodes.configuration, `There is no journey at ${journey}. Give --journey the path of a k6 script.`);
  const given = options.target !== undefined || options.config !== undefined ? await configured(options) : null;
  const config = given?.config ?? withoutConfiguration();
  const probe = probeByHand({
    name: basename(journey, extname(journey)),
    journey,
    target: given?.config.target ?? "none",
    timeoutMs: timeoutOf(options.timeout),
    env: variablesOf(options.env ?? [], given?.secretValues ?? []),
  });
  const { targets } = config;
  const use = { journey, env: probe.env, target: targets[probe.target] ?? null };
  const { journeys, problems } = await prepareJourneys([use], k6Path());
  const runs = planned([probe], targets, journeys, problems);
  return { config: { ...config, influx: null }, secretValues: given?.secretValues ?? [], runs };
}

/** Ends the command when a journey cannot run. */
function planned(
  probes: readonly Probe[],
  targets: Record<string, Target>,
  journeys: ReadonlyMap<string, Journey>,
  problems: readonly Problem[],
): PlannedRun[] {
  if (problems.length > 0) throw problemsExit(problems);
  return probes.flatMap((probe) => {
    const journey = journeys.get(probe.journey);
    return journey ? [{ probe, target: targets[probe.target] ?? null, journey }] : [];
  });
}

function timeoutOf(text = "60s"): number {
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  throw new Exit(exitCodes.configuration, `--timeout ${text} is no duration: write it as 500ms, 30s or 1m30s.`);
}

function variablesOf(pairs: readonly string[], secretValues: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name = "", value = ""] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(pair) ?? [];
      if (name === "") throw new Exit(exitCodes.configuration, `--env ${pair} has no name: write --env NAME=VALUE.`);
      if (name.startsWith("K6_"))
        throw new Exit(exitCodes.configuration, `--env ${name} would steer k6 itself: set it in the script's options.`);
      if (secretValues.includes(value)) {
        throw new Exit(
          exitCodes.configuration,
          `--env ${name} holds a secret, and every user of this machine can read k6's environment: use k6/secrets.`,
        );
      }
      return [name, value];
    }),
  );
}
