import type { Probe, Target } from "../contract/config.ts";
import { type TargetSettings, runVariables } from "../contract/settings.ts";
import { userAgent } from "./version.ts";

export interface RunIds {
  runId: string;
  /** W3C trace id: 32 hexadecimal digits. */
  traceId: string;
}

/** `__ENV` of a run: who it is, the target as the kit needs it, and the probe's own variables. No secrets. */
export function runEnvironment(
  target: Target | null,
  probe: Pick<Probe, "env">,
  { runId, traceId }: RunIds,
): Record<string, string> {
  return {
    ...probe.env,
    [runVariables.runId]: runId,
    [runVariables.traceId]: traceId,
    [runVariables.userAgent]: userAgent,
    ...(target && { [runVariables.target]: JSON.stringify(settingsOf(target)) }),
  };
}

function settingsOf({ name, urls, paths, headers, secretHeaders }: Target): TargetSettings {
  return { name, urls, paths, headers, secretHeaders };
}
