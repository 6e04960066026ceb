/** Of a run. `error` and `no-data` are our own fault and never count against the target. */
export const verdicts = ["up", "degraded", "down", "error", "no-data"] as const;
export type Verdict = (typeof verdicts)[number];

/** Of a step. `blocked`: a step it needs failed. `not-reached`: the run ended first. */
export const outcomes = ["passed", "degraded", "failed", "blocked", "not-reached"] as const;
export type Outcome = (typeof outcomes)[number];

/** Whose fault it is. */
export const blames = ["target", "network", "script", "worker"] as const;
export type Blame = (typeof blames)[number];

/** Of a probe, after confirmation. `unknown` until the first run that measured something. */
export const states = ["unknown", "up", "degraded", "down"] as const;
export type State = (typeof states)[number];

/** Why a run took place. `picture`: another probe of the target was confirmed down, so the whole target is measured. */
export const triggers = ["schedule", "start", "confirm", "picture", "once"] as const;
export type Trigger = (typeof triggers)[number];

/**
 * Why a tick did not become a run. `overlap`: the last run still goes on. `late`: over an interval late. `quiet`: another probe of
 * the target wants it idle.
 */
export const skipReasons = ["overlap", "late", "daily-limit", "quiet"] as const;
export type SkipReason = (typeof skipReasons)[number];
