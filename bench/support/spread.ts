import { percentile } from "../../worker/judge/percentile.ts";

/** How values lie. */
export interface Spread {
  count: number;
  median: number;
  p10: number;
  p90: number;
  p95: number;
  p99: number;
  max: number;
}

/** Throws when there are no values: nothing was measured then. */
export function spreadOf(values: readonly number[], what: string): Spread {
  const at = (percent: number) => {
    const value = percentile(values, percent);
    if (value === null) throw new Error(`there is no value of ${what}`);
    return value;
  };
  return { count: values.length, median: at(50), p10: at(10), p90: at(90), p95: at(95), p99: at(99), max: at(100) };
}

/** `63.1 ms`, `412 ms`. */
export function ms(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}

/** `103,412`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
