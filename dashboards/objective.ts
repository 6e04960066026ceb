/** Percent of measured runs that should be up: what the error budget is counted against, in panels and alerts. */
export const objectivePercent = 99.5;

/** What the variable `objective` offers beside it. */
export const otherObjectives = [99.9, 99, 98, 95] as const;
