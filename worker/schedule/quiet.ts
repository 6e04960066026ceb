import type { Probe } from "../contract/config.ts";
import type { Tick } from "../contract/tick.ts";
import { nextDue } from "./due.ts";
import type { Place } from "./place.ts";

/** A probe for whose sake nothing else of its target starts. */
export interface Hold {
  holder: Probe;
  /** Of the tick that it waits for, or whose run is not over yet; epoch milliseconds. */
  tickMs: number;
}

/** Of a place, what decides whether it holds others. */
export type Holding = Pick<Place, "probe" | "nextMs" | "underWay" | "removed">;

/**
 * What keeps a run from starting at `atMs`, epoch milliseconds; `null`: nothing does. A probe with `quietMs` holds everything of its
 * target, its own runs off the grid included, from that long before its tick until the run of that tick is over. `isKept` says
 * whether its quiet time counts at all.
 */
export function holdOn(
  { probe, trigger }: Pick<Tick, "probe" | "trigger">,
  places: Iterable<Holding>,
  atMs: number,
  isKept: (probe: Probe, tickMs: number) => boolean,
): Hold | null {
  for (const { probe: holder, nextMs, underWay, removed } of places) {
    if (holder.quietMs === null || holder.target !== probe.target || removed) continue;
    if (holder.name === probe.name && trigger === "schedule") continue;
    if (underWay?.trigger === "schedule") return { holder, tickMs: underWay.scheduledAtMs };
    if (nextMs !== null && nextMs - holder.quietMs <= atMs && isKept(holder, nextMs)) return { holder, tickMs: nextMs };
  }
  return null;
}

/** The next tick of a place that nothing is planned to hold; `null`: none comes any more. */
export function nextUnheld(
  { probe, offsetMs, nextMs }: Pick<Place, "probe" | "offsetMs" | "nextMs">,
  places: Iterable<Holding>,
  isKept: (probe: Probe, tickMs: number) => boolean,
): number | null {
  if (nextMs === null) return null;
  const hold = holdOn({ probe, trigger: "schedule" }, places, nextMs, isKept);
  return hold && hold.tickMs >= nextMs ? nextDue(probe.schedule, offsetMs, hold.tickMs) : nextMs;
}
