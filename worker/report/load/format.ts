import type { LoadMeasure } from "../../contract/load.ts";
import { exhaustive } from "../../kit/exhaustive.ts";
import { formatDuration } from "../../kit/duration.ts";

/** What stands where nothing was measured. */
export const none = "–";

/** Milliseconds to three digits: `4.2 ms`, `812 ms`, `1.23 s`, `2 m 5 s`. */
export function formatMs(ms: number | null): string {
  if (ms === null) return none;
  if (ms > 0 && ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1)} s`;
  return formatDuration(ms);
}

/** A share of 1 in percent: `0 %`, `0.04 %`, `3.1 %`, `100 %`. What is not quite all or nothing does not look like it. */
export function formatShare(share: number | null): string {
  if (share === null) return none;
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 0.01) return "< 0.01 %";
  if (percent > 99.99) return "> 99.99 %";
  return `${percent.toFixed(percent < 0.995 || percent >= 99.95 ? 2 : 1)} %`;
}

/** `0.25/s`, `12.3/s`, `1,200/s`. */
export function formatRate(perSecond: number | null): string {
  if (perSecond === null) return none;
  if (perSecond === 0) return "0/s";
  if (perSecond < 9.995) return `${perSecond.toFixed(2)}/s`;
  return `${perSecond < 99.95 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond))}/s`;
}

/** `1,234,567`. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

export function formatMeasure(measure: LoadMeasure, value: number | null): string {
  switch (measure) {
    case "p50":
    case "p95":
    case "p99":
      return formatMs(value);
    case "error-rate":
    case "checks":
      return formatShare(value);
    case "throughput":
      return formatRate(value);
    default:
      return exhaustive(measure);
  }
}

/** `+15 %`, `−2.3 %`, `±0 %`; of shares, whose change is a difference: `+1.2 points`. */
export function formatChange(measure: LoadMeasure, change: number | null): string {
  if (change === null) return none;
  const hundredths = Math.abs(change * 100);
  const digits = hundredths.toFixed(hundredths < 9.95 ? 1 : 0).replace(/\.0$/, "");
  const sign = digits === "0" ? "±" : change < 0 ? "−" : "+";
  const isShare = measure === "error-rate" || measure === "checks";
  return `${sign}${digits} ${isShare ? `point${digits === "1" ? "" : "s"}` : "%"}`;
}

/** Relative change between two values; `null` when there is none to tell. */
export function relativeChange(before: number | null, now: number | null): number | null {
  return before === null || now === null || before === 0 ? null : now / before - 1;
}

/** Time since the start: `0:05`, `12:30`, `1:02:05`. */
export function formatOffset(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** `2025-09-07 12:30:00 UTC`. */
export function formatInstant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** `1 gate`, `2 gates`. */
export function plural(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? "" : "s"}`;
}
