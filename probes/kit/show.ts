/** A value in a few characters, for one line. */
export function show(value: unknown, width = 80): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

/** Milliseconds as `5 s`, `1.5 s` or `300 ms`. */
export function showMs(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}
