import type { Probe, Target } from "../contract/config.ts";
import { type TargetSettings, runVariables } from "../contract/settings.ts";
import { userAgent } from "./version.ts";

export interface RunIds {
  runId: string;
  /** W3C trace id: 32 hexadecimal digits. */
  traceId: string;
}

/**
 * `__ENV` of a run: who it is, the target as the kit needs it, how long steps usually take in milliseconds, and the probe's own
 * variables. No secrets.
 */
export function runEnvironment(
  target: Target | null,
  probe: Pick<Probe, "env">,
  { runId, traceId }: RunIds,
  warmSteps: Record<string, number> = {},
): Record<string, string> {
  return {
    ...probe.env,
    [runVariables.runId]: runId,
    [runVariables.traceId]: traceId,
    [runVariables.userAgent]: userAgent,
    ...(Object.keys(warmSteps).length > 0 && { [runVariables.warm]: JSON.stringify(warmSteps) }),
    ...(target && { [runVariables.target]: JSON.stringify(settingsOf(target)) }),
  };
}

function settingsOf({ name, urls, paths, fields, coldStartHeader, headers, secretHeaders }: Target): TargetSettings {
  return { name, urls, paths, fields, coldStartHeader, headers, secretHeaders };
}
