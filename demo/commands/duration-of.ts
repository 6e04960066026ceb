const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** Milliseconds of `90s`, `20m`, `1h`, or of a number of minutes; `null`: it is neither. */
export function durationOf(text: string): number | null {
  const [, amount, unit = "m"] = /^(\d+(?:\.\d+)?)([smh])?$/.exec(text.trim()) ?? [];
  if (amount === undefined) return null;
  const ms = Number(amount) * unitMs[unit as keyof typeof unitMs];
  return ms > 0 ? ms : null;
}
