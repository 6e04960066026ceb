import { type LoadRunSettings, type TargetSettings, runVariables } from "../../worker/contract/settings.ts";

/** What the worker said of this run. */
export interface RunSettings {
  runId: string;
  traceId: string;
  userAgent: string;
  target: TargetSettings;
  /** Step to its usual milliseconds when the target is warm; empty: no warm run is known. */
  warm: ReadonlyMap<string, number>;
  /** Names of what `sonde cleanup` wants removed. */
  leftovers: string[];
  /** `null`: a single run. */
  load: LoadRunSettings | null;
}

/** Reads the variables that the worker sets; throws when the journey was started without it. */
export function readRunSettings(env: Record<string, string | undefined> = __ENV): RunSettings {
  return {
    target: targetOf(required(env, runVariables.target)),
    runId: required(env, runVariables.runId),
    traceId: required(env, runVariables.traceId),
    userAgent: required(env, runVariables.userAgent),
    warm: warmOf(parsed(runVariables.warm, env[runVariables.warm] || "{}")),
    leftovers: leftoversOf(parsed(runVariables.leftovers, env[runVariables.leftovers] || "[]")),
    load: loadOf(parsed(runVariables.load, env[runVariables.load] || "null")),
  };
}

/** A variable that the probe's `env` in the configuration may set; an empty one counts as not set. */
export function variable(name: string, fallback: string, env: Record<string, string | undefined> = __ENV): string {
  return env[name] || fallback;
}

const remedy = "Run the journey through `sonde once --journey FILE --target NAME`.";

function required(env: Record<string, string | undefined>, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set, so the journey does not know its target. ${remedy}`);
  return value;
}

function targetOf(text: string): TargetSettings {
  const target = parsed(runVariables.target, text) as Partial<TargetSettings> | null;
  if (!target?.name || !target.urls || !target.paths || !target.fields) {
    throw new Error(`${runVariables.target} holds no target with a name, urls, paths and fields. ${remedy}`);
  }
  const { name, urls, paths, fields, coldStartHeader = "", headers = {}, secretHeaders = {} } = target;
  return { name, urls, paths, fields, coldStartHeader, headers, secretHeaders };
}

function warmOf(value: unknown): Map<string, number> {
  const entries = Object.entries(value !== null && typeof value === "object" ? value : {});
  return new Map(entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"));
}

function leftoversOf(value: unknown): string[] {
  if (Array.isArray(value) && value.every((name) => typeof name === "string")) return value;
  throw new Error(`${runVariables.leftovers} holds no list of names. Run it through \`sonde cleanup\`.`);
}

function loadOf(value: unknown): LoadRunSettings | null {
  if (value === null || typeof value !== "object") return null;
  const { users } = value as Partial<LoadRunSettings>;
  return { users: users ?? null };
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${name} is no JSON. ${remedy}`, { cause });
  }
}
