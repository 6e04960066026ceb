import { fieldIs, picked, timeFilter } from "../influxql/condition.ts";

/** What the variables of a dashboard choose, within its range. */
const chosenTargets = [timeFilter, picked("target"), picked("location")] as const;
export const chosenProbes = [...chosenTargets, picked("probe")] as const;
export const chosenSteps = [...chosenProbes, picked("step")] as const;

/** Of `probe_run`: what uptime is counted from. Confirmations would count a failure twice; roll-ups count the same. */
export const counted = [fieldIs("attempt", "=", 1), fieldIs("maintenance", "=", 0)] as const;
