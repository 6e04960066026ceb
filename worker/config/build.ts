import { dirname } from "node:path";
import { z } from "zod";
import type { Config, MaintenanceWindow, Probe, Target } from "../contract/config.ts";
import type { SondeConfig, TargetConfig } from "./define.ts";
import { buildMaintenance } from "./maintenance.ts";
import { unknownName } from "./nearest.ts";
import { parse } from "./parse.ts";
import { type ProbeSurroundings, buildProbe } from "./probe.ts";
import { type Report, join } from "./report.ts";
import { maintenanceSchema, outerSchema, probeSchema, targetSchema } from "./schema.ts";
import { buildSettings } from "./settings.ts";
import { buildTarget } from "./target.ts";
import type { Variables } from "./variables.ts";

export interface BuildOptions {
  /** Absolute path of the configuration file. */
  file: string;
  /** What `--target` said. */
  target: string | undefined;
  variables: Variables;
  report: Report;
  nowMs: number;
}

/**
 * The configuration that a file's default export describes, as far as it is right: what is wrong is reported and left out. Each
 * target, probe and window is read by itself, so that a mistake in one hides none in another.
 */
export function buildConfig(exported: Record<string, unknown>, options: BuildOptions): Config {
  const { file, variables, report, nowMs } = options;
  const outer = parse(outerSchema, exported, "", report).value ?? {};
  const targetConfigs = targetsOf(outer.targets ?? {}, report);
  const names = Object.keys(targetConfigs);
  const target = selectedTarget(outer, names, options);
  const surroundings = { folder: dirname(file), target, targets: names, nowMs };
  const probes = probesOf(outer.probes ?? [], surroundings, report);
  const config = {
    ...buildSettings(outer, dirname(file), variables, report),
    target,
    targets: usedTargets(targetConfigs, [target, ...probes.map((probe) => probe.target)], variables, report),
    probes,
    maintenance: maintenanceOf(outer.maintenance ?? [], names, report),
  };
  refuseSecretsInTheOpen(probes, variables.secretValues(), report);
  return config;
}

function refuseSecretsInTheOpen(probes: readonly Probe[], secrets: readonly string[], report: Report): void {
  for (const { name: probe, env } of probes) {
    for (const [name, value] of Object.entries(env)) {
      if (!secrets.includes(value)) continue;
      report({
        path: join("probes", probe, "env", name),
        found: "the value of a secret",
        expected: "nothing secret: every user of the machine can read it; scripts get secrets from k6/secrets",
      });
    }
  }
}

/** `null`: the target is there, and its own problems were reported. */
function targetsOf(given: Record<string, unknown>, report: Report): Record<string, TargetConfig | null> {
  const names = Object.keys(given);
  if (names.length === 0)
    report({
      path: "targets",
      found: "no target",
      expected: "at least one",
      paste: 'targets: { staging: { urls: { api: { env: "STAGING_API_URL" } } } }',
    });
  return Object.fromEntries(names.map((name) => [name, parse(targetSchema, given[name], join("targets", name), report).value]));
}

function selectedTarget(settings: Pick<SondeConfig, "target">, names: readonly string[], options: BuildOptions): string {
  const fromEnvironment = options.variables.get({ env: "SONDE_TARGET" }, "SONDE_TARGET");
  const [path, name] =
    options.target !== undefined
      ? ["--target", options.target]
      : fromEnvironment !== null
        ? ["SONDE_TARGET", fromEnvironment]
        : ["target", settings.target ?? names[0] ?? ""];
  if (names.length > 0 && !names.includes(name)) {
    options.report({
      path,
      ...unknownName(name, "target", names),
    });
  }
  return name;
}

/** Only targets that a probe runs against need their variables. */
function usedTargets(
  configs: Record<string, TargetConfig | null>,
  used: readonly string[],
  variables: Variables,
  report: Report,
): Record<string, Target> {
  return Object.fromEntries(
    Object.entries(configs).flatMap(([name, config]) => {
      const target = config && used.includes(name) ? buildTarget(name, config, variables, report) : null;
      return target ? [[name, target]] : [];
    }),
  );
}

function probesOf(given: readonly unknown[], surroundings: Omit<ProbeSurroundings, "wrong">, report: Report): Probe[] {
  if (given.length === 0)
    report({
      path: "probes",
      found: "no probe",
      expected: "at least one",
      paste: 'probes: [{ name: "health", journey: "probes/health.ts", every: "30s" }]',
    });
  const names = given.map(nameOf);
  return given.flatMap((item, index) => {
    const name = names[index] ?? null;
    const isSecond = name !== null && names.indexOf(name) < index;
    const path = name === null || isSecond ? `probes[${index}]` : join("probes", name);
    if (isSecond)
      report({
        path: `${path}.name`,
        found: `a second probe named ${name}`,
        expected: "a name of its own",
        paste: `name: "${name}-2"`,
      });
    const { value, wrong } = parse(probeSchema, item, path, report);
    const built = value && buildProbe(value, path, { ...surroundings, wrong }, report);
    return built ? [built] : [];
  });
}

function nameOf(item: unknown): string | null {
  const named = z.object({ name: z.string().regex(/^[\w-]+$/) }).safeParse(item);
  return named.success ? named.data.name : null;
}

function maintenanceOf(given: readonly unknown[], targets: readonly string[], report: Report): MaintenanceWindow[] {
  return given.flatMap((item, index) => {
    const path = `maintenance[${index}]`;
    const { value, wrong } = parse(maintenanceSchema, item, path, report);
    const built = value && buildMaintenance(value, path, { targets, wrong }, report);
    return built ? [built] : [];
  });
}
