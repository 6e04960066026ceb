import type { Config, Probe } from "../contract/config.ts";
import { formatDuration } from "../kit/duration.ts";
import { nextDue, offsetOf } from "../schedule/due.ts";
import { utcTime } from "./utc-time.ts";

/** For each quiet probe a line that says which others it holds, and when it does so next. */
export function quietLines({ probes, location }: Pick<Config, "probes" | "location">, nowMs: number): string[] {
  return probes.flatMap((probe) => {
    const others = probes.filter((other) => other !== probe && other.target === probe.target).map(({ name }) => name);
    const nextMs = nextDue(probe.schedule, offsetOf(probe, location), nowMs);
    if (probe.quietMs === null || nextMs === null || others.length === 0) return [];
    return [lineOf(probe, { quietMs: probe.quietMs, nextMs, nowMs }, others)];
  });
}

function lineOf(
  { name, target }: Probe,
  { quietMs, nextMs, nowMs }: { quietMs: number; nextMs: number; nowMs: number },
  others: readonly string[],
): string {
  const fromMs = nextMs - quietMs;
  const since = fromMs <= nowMs ? "now" : `next from ${utcTime(fromMs, nowMs)}`;
  const held = `${others.join(", ")} ${others.length === 1 ? "is" : "are"} held`;
  return `${name} wants ${target} idle for ${formatDuration(quietMs)} before each run: ${held}, ${since} until its run at ${utcTime(nextMs, nowMs)} is over.`;
}
