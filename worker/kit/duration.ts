const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `"1m30s"`, `"500ms"`, `"7d"` to milliseconds; `null` when it is no duration. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * unitMs[unit as keyof typeof unitMs];
  }
  return total;
}

/** Milliseconds for people: `412 ms`, `4.5 s`, `2 m 5 s`, `3 h 20 m`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const [big, small, bigUnit, smallUnit] =
    ms < unitMs.h
      ? ([unitMs.m, unitMs.s, "m", "s"] as const)
      : ms < unitMs.d
        ? ([unitMs.h, unitMs.m, "h", "m"] as const)
        : ([unitMs.d, unitMs.h, "d", "h"] as const);
  const rest = Math.floor((ms % big) / small);
  return `${Math.floor(ms / big)} ${bigUnit}${rest ? ` ${rest} ${smallUnit}` : ""}`;
}
