import type { Response } from "k6/http";
import type { TargetFields } from "../../worker/contract/config.ts";
import { jsonOf, numberAt, textAt, textOf, valueAt } from "./read.ts";

/** What a health answer says of the instance that gave it; `null` where it does not say. */
export interface HealthLook {
  isHealthy: boolean;
  isStarting: boolean;
  /** In its own words: `6 of 21: WebSocket manager`. */
  phase: string | null;
  progress: number | null;
  uptimeS: number | null;
  /** Why its start-up has failed. */
  failed: string | null;
}

export function lookAt(response: Response, fields: TargetFields, startingAnswers: readonly RegExp[]): HealthLook {
  const json = jsonOf(response);
  const said = valueAt(json, fields.startupPhase);
  const phase = typeof said === "string" || typeof said === "number" ? String(said) : null;
  const hasFailed = valueAt(json, fields.startupFailed) === true;
  const isHealthy = response.status === 200;
  return {
    isHealthy,
    isStarting: !isHealthy && !hasFailed && (phase !== null || saysStarting(response, startingAnswers)),
    phase: isHealthy || hasFailed ? null : phase,
    progress: numberAt(response, fields.startupProgress),
    uptimeS: numberAt(response, fields.uptime),
    failed: hasFailed ? (textAt(response, fields.healthMessage) ?? "the start-up failed") : null,
  };
}

export function saysStarting(response: Response, startingAnswers: readonly RegExp[]): boolean {
  return startingAnswers.some((pattern) => pattern.test(textOf(response)));
}
