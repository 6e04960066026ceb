import { createHash } from "node:crypto";
import type { Probe, Schedule } from "../contract/config.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import { lastOfCron, nextOfCron } from "./cron.ts";

/** Ticks of a schedule in a row. Times are epoch milliseconds. */
export interface Ticks {
  firstMs: number;
  lastMs: number;
  /** How many, both ends included; of a cron at most `mostCounted`. */
  count: number;
}

/** A clock that jumps by years would hold up the worker while every tick of a cron is enumerated. */
export const mostCounted = 1_000;

/**
 * Where a probe stands within its interval, in milliseconds: the same after every restart, different for each probe, target and
 * location, so that they spread. Always 0 for a cron: who writes a time means it.
 */
export function offsetOf({ name, target, schedule }: Pick<Probe, "name" | "target" | "schedule">, location: string): number {
  if (schedule.kind === "cron") return 0;
  const hash = createHash("sha256")
    .update(JSON.stringify([name, target, location]))
    .digest();
  return hash.readUIntBE(0, 6) % schedule.everyMs;
}

/**
 * The first tick strictly after `afterMs`, both epoch milliseconds; `null`: none comes any more. An `every` stands on the grid
 * `k * everyMs + offsetMs` of wall-clock time, whenever the worker was started. For a cron see `nextOfCron`.
 */
export function nextDue(schedule: Schedule, offsetMs: number, afterMs: number): number | null {
  switch (schedule.kind) {
    case "every": {
      const { everyMs } = schedule;
      return (Math.floor((afterMs - offsetMs) / everyMs) + 1) * everyMs + offsetMs;
    }
    case "cron":
      return nextOfCron(schedule.cron, schedule.timeZone, afterMs);
    default:
      return exhaustive(schedule);
  }
}

/** The ticks from `firstMs`, itself a tick, until `nowMs`, inclusive; `null`: `firstMs` is not yet due. */
export function ticksUntil(schedule: Schedule, offsetMs: number, firstMs: number, nowMs: number): Ticks | null {
  if (firstMs > nowMs) return null;
  switch (schedule.kind) {
    case "every": {
      const further = Math.floor((nowMs - firstMs) / schedule.everyMs);
      return { firstMs, lastMs: firstMs + further * schedule.everyMs, count: further + 1 };
    }
    case "cron": {
      const lastMs = lastOfCron(schedule.cron, schedule.timeZone, nowMs) ?? firstMs;
      let count = 1;
      for (let ms = firstMs; ms < lastMs && count < mostCounted; count++) ms = nextDue(schedule, offsetMs, ms) ?? lastMs;
      return { firstMs, lastMs: Math.max(firstMs, lastMs), count };
    }
    default:
      return exhaustive(schedule);
  }
}

/** Milliseconds from a tick to the one after it; `Infinity` after the last. */
export function intervalAfter(schedule: Schedule, offsetMs: number, tickMs: number): number {
  return (nextDue(schedule, offsetMs, tickMs) ?? Number.POSITIVE_INFINITY) - tickMs;
}
