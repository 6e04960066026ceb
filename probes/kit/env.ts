import { type TargetSettings, runVariables } from "../../worker/contract/settings.ts";

/** What the worker said of this run. */
export interface RunSettings {
  runId: string;
  traceId: string;
  userAgent: string;
  target: TargetSettings;
}

/** Reads the variables that the worker sets; throws when the journey was started without it. */
export function readRunSettings(env: Record<string, string | undefined> = __ENV): RunSettings {
  return {
    target: targetOf(required(env, runVariables.target)),
    runId: required(env, runVariables.runId),
    traceId: required(env, runVariables.traceId),
    userAgent: required(env, runVariables.userAgent),
  };
}

const remedy = "Run the journey through `sonde once --journey FILE --target NAME`.";

function required(env: Record<string, string | undefined>, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set, so the journey does not know its target. ${remedy}`);
  return value;
}

function targetOf(text: string): TargetSettings {
  const target = parsed(text) as Partial<TargetSettings> | null;
  if (!target?.name || !target.urls || !target.paths) {
    throw new Error(`${runVariables.target} holds no target with a name, urls and paths. ${remedy}`);
  }
  const { name, urls, paths, headers = {}, secretHeaders = {} } = target;
  return { name, urls, paths, headers, secretHeaders };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${runVariables.target} is no JSON. ${remedy}`, { cause });
  }
}
