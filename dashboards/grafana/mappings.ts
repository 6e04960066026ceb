import { MappingType, type ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import type { numberOfState } from "../../worker/contract/measurements.ts";
import type { Outcome, State, Verdict } from "../../worker/contract/words.ts";
import { colours } from "./colours.ts";

interface Look {
  text: string;
  color: string;
}

const lookOfState: Record<(typeof numberOfState)[State], Look> = {
  0: { text: "not measured", color: colours.unknown },
  1: { text: "up", color: colours.well },
  2: { text: "degraded", color: colours.slow },
  3: { text: "down", color: colours.broken },
};

const lookOfVerdict: Record<Verdict, Look> = {
  up: { text: "up", color: colours.well },
  degraded: { text: "degraded", color: colours.slow },
  down: { text: "down", color: colours.broken },
  error: { text: "not measured: error", color: colours.unknown },
  "no-data": { text: "not measured: no data", color: colours.faint },
};

const lookOfOutcome: Record<Outcome, Look> = {
  passed: { text: "passed", color: colours.well },
  degraded: { text: "slow", color: colours.slow },
  failed: { text: "failed", color: colours.broken },
  blocked: { text: "blocked", color: colours.blocked },
  "not-reached": { text: "not reached", color: colours.unknown },
};

/** Of the field `state` and of a roll-up's `worst_state`. */
export const stateWords: ValueMapping[] = words(lookOfState);
/** The same numbers, of steps: what was not run stands below everything. */
export const stepStateWords: ValueMapping[] = words({
  0: { text: "blocked or not reached", color: colours.blocked },
  1: lookOfOutcome.passed,
  2: lookOfOutcome.degraded,
  3: lookOfOutcome.failed,
});
export const verdictWords: ValueMapping[] = words(lookOfVerdict);
export const outcomeWords: ValueMapping[] = words(lookOfOutcome);
export const loadVerdictWords: ValueMapping[] = words({
  passed: { text: "passed", color: colours.well },
  failed: { text: "failed", color: colours.broken },
  invalid: { text: "invalid", color: colours.unknown },
  interrupted: { text: "interrupted", color: colours.slow },
});
/** RFC 6455, and what its registry added. */
export const closeCodeWords: ValueMapping[] = words({
  1000: { text: "1000 normal", color: colours.well },
  1001: { text: "1001 going away", color: colours.calm },
  1002: { text: "1002 protocol error", color: colours.broken },
  1005: { text: "1005 no code", color: colours.unknown },
  1006: { text: "1006 broken off", color: colours.broken },
  1008: { text: "1008 refused by policy", color: colours.slow },
  1011: { text: "1011 server error", color: colours.broken },
  1012: { text: "1012 restarting", color: colours.slow },
  1013: { text: "1013 try again later", color: colours.slow },
});

function words(looks: Readonly<Record<string, Look>>): ValueMapping[] {
  const entries = Object.entries(looks).map(([value, look], index) => [value, { ...look, index }]);
  return [{ type: MappingType.ValueToText, options: Object.fromEntries(entries) }];
}
