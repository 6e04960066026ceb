import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Config } from "../contract/config.ts";
import type { Problem } from "../contract/problem.ts";
import { buildConfig } from "./build.ts";
import { type Report, collectProblems, show } from "./report.ts";
import { buildSettings } from "./settings.ts";
import { type Environment, createVariables } from "./variables.ts";

export interface LoadOptions {
  /** Absolute path. */
  file: string;
  env: Environment;
  /** What `--target` said. */
  target?: string;
  nowMs?: number;
}

export type Loaded =
  | /** `secretVariables`: names of those in the environment that hold a secret. */ {
      ok: true;
      config: Config;
      secretValues: string[];
      secretVariables: string[];
    }
  | /** `partial`: what is right of it, so that its journeys can be checked as well; `null` when nothing is. */ {
      ok: false;
      problems: Problem[];
      partial: Config | null;
    };

/** Reads and validates a configuration. Never rejects: whatever is wrong is a problem, and all of them are told. */
export async function loadConfig({ file, env, target, nowMs = Date.now() }: LoadOptions): Promise<Loaded> {
  const { problems, report } = collectProblems(file);
  const exported = await readExport(file, report);
  if (exported === null) return { ok: false, problems, partial: null };
  const variables = createVariables(env, report);
  const config = buildSafely(() => buildConfig(exported, { file, target, variables, report, nowMs }), report);
  if (problems.length > 0 || config === null) return { ok: false, problems, partial: config };
  return { ok: true, config, secretValues: variables.secretValues(), secretVariables: variables.secretNames() };
}

/** A configuration is code: a getter in it may throw. */
function buildSafely(build: () => Config, report: Report): Config | null {
  try {
    return build();
  } catch (error) {
    report({ path: "", found: reasonOf(error), expected: "values that can be read" });
    return null;
  }
}

/** What holds where there is no configuration: no target and no probe, but `SONDE_*` variables, and paths from `folder`. */
export function loadDefaults({ folder, env }: { folder: string; env: Environment }): Loaded {
  const { problems, report } = collectProblems("the environment");
  const variables = createVariables(env, report);
  const settings = buildSettings({}, folder, variables, report);
  const config: Config = { ...settings, target: "none", targets: {}, probes: [], maintenance: [] };
  if (problems.length > 0) return { ok: false, problems, partial: config };
  return { ok: true, config, secretValues: variables.secretValues(), secretVariables: variables.secretNames() };
}

const smallest = `import { defineConfig } from "sonde";

export default defineConfig({
  targets: { staging: { urls: { api: { env: "STAGING_API_URL" } } } },
  probes: [{ name: "health", journey: "health.js", every: "30s" }],
});`;

/** A module is read once: a changed file needs an address of its own. */
let reads = 0;

async function readExport(file: string, report: Report): Promise<Record<string, unknown> | null> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    report({
      path: "",
      found: `no configuration at ${file}`,
      expected: "a file there, or its path in --config or SONDE_CONFIG",
      paste: smallest,
    });
    return null;
  }
  try {
    const module: unknown = await inTime(import(`${pathToFileURL(file).href}?read=${++reads}`));
    const exported = typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
    if (typeof exported === "object" && exported !== null && !Array.isArray(exported)) return { ...exported };
    report({
      path: "",
      found: `${show(exported)} as default export`,
      expected: "export default defineConfig({ … })",
      paste: smallest,
    });
  } catch (error) {
    const reason = reasonOf(error);
    report({ path: "", found: reason, expected: remedyFor(reason) });
  }
  return null;
}

const loadMs = 20_000;

/** A module that waits for something that never comes would stop every later reload as well. */
async function inTime<T>(loading: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`it did not finish within ${loadMs / 1_000} s`)), loadMs);
  try {
    return await Promise.race([loading, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split("\n").slice(0, 5).join("\n");
}

/** A file outside the project finds no package. */
function remedyFor(reason: string): string {
  if (!reason.includes("Cannot find package 'sonde'")) return "a module that Node can load";
  return "a module that Node can load: away from where Sonde is installed, export the plain object, without defineConfig";
}
