/** Upper bound to what Grafana's `roundInterval` makes of an interval below it; both in milliseconds. */
const rounded: readonly (readonly [below: number, ms: number])[] = [
  [10, 1],
  [15, 10],
  [35, 20],
  [75, 50],
  [150, 100],
  [350, 200],
  [750, 500],
  [1_500, 1_000],
  [3_500, 2_000],
  [7_500, 5_000],
  [12_500, 10_000],
  [17_500, 15_000],
  [25_000, 20_000],
  [45_000, 30_000],
  [90_000, 60_000],
  [210_000, 120_000],
  [450_000, 300_000],
  [750_000, 600_000],
  [1_050_000, 900_000],
  [1_500_000, 1_200_000],
  [2_700_000, 1_800_000],
  [5_400_000, 3_600_000],
  [9_000_000, 7_200_000],
  [16_200_000, 10_800_000],
  [32_400_000, 21_600_000],
  [86_400_000, 43_200_000],
  [604_800_000, 86_400_000],
  [1_814_400_000, 604_800_000],
];
const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

export interface Interval {
  /** `$__interval`, as InfluxQL writes it. */
  text: string;
  /** `$__interval_ms`. */
  ms: number;
}

/** What Grafana makes of a range: a point a pixel, or `maxDataPoints`, rounded to a friendly span, at least the panel's `interval`. */
export function intervalOf(
  rangeMs: number,
  { maxDataPoints = 1_100, interval = "" }: { maxDataPoints?: number; interval?: string },
): Interval {
  const exact = rangeMs / maxDataPoints;
  const round = rounded.find(([below]) => exact < below)?.[1] ?? 2_592_000_000;
  const ms = Math.max(round, durationMs(interval.replace(/^>/, "")));
  return { ms, text: textOf(ms) };
}

/** `now-24h` back from now, in milliseconds. */
export function backMs(from: string): number {
  const [, amount = "0", unit = "h"] = /^now-(\d+)(ms|[smhdw])/.exec(from) ?? [];
  return Number(amount) * (unitMs[unit] ?? 0);
}

function durationMs(text: string): number {
  const [, amount = "0", unit = "s"] = /^(\d+)(ms|[smhdw])$/.exec(text) ?? [];
  return Number(amount) * (unitMs[unit] ?? 0);
}

function textOf(ms: number): string {
  const unit = ["d", "h", "m", "s"].find((name) => ms >= (unitMs[name] ?? 0)) ?? "ms";
  return `${Math.floor(ms / (unitMs[unit] ?? 1))}${unit}`;
}
