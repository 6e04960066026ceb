const unitMs = { ms: 1, s: 1_000, m: 60_000 } as const;

/** `"800ms"`, `"3s"`, `"1.5m"`. */
export type Budget = `${number}${keyof typeof unitMs}`;

/** Milliseconds; throws for what is no budget. */
export function budgetMs(budget: Budget): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(budget) ?? [];
  const factor = unit === "ms" || unit === "s" || unit === "m" ? unitMs[unit] : null;
  if (factor === null) throw new Error(`The budget "${budget}" is no duration: write "800ms", "3s" or "1.5m".`);
  return Number(amount) * factor;
}
