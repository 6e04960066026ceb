/** A value in a few characters, for one line. */
export function show(value: unknown, width = 80): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

/** A span of time in its two largest units: `2 h 5 m`, `3 d 4 h`, `12 s`; under a second in milliseconds. */
export function showSpan(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return `${Math.round(Math.abs(ms))} ms`;
  const shown = parts.slice(first, first + 2).filter(([amount]) => amount > 0);
  return shown.map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}

/** Milliseconds as `5 s`, `1.5 s` or `300 ms`. */
export function showMs(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}
