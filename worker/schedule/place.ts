import { isDeepStrictEqual } from "node:util";
import type { Probe } from "../contract/config.ts";
import type { Tick } from "../contract/tick.ts";
import { type Ticks, nextDue, offsetOf, ticksUntil } from "./due.ts";

/** Where a probe stands in the schedule. Moments are epoch milliseconds, or of the monotonic clock where that is said. */
export interface Place {
  probe: Probe;
  offsetMs: number;
  /** The next tick of the grid that nothing was decided about; `null`: none comes any more. */
  nextMs: number | null;
  /** When a tick was last decided about, by the monotonic clock. */
  decidedAt: number | null;
  /** The one run that waits for a slot or goes on. */
  underWay: UnderWay | null;
  /** When a run last ended, by the monotonic clock. */
  endedAt: number | null;
  /** No longer configured: it goes once its run is over. */
  removed: boolean;
}

export interface UnderWay extends Omit<Tick, "probe"> {
  started: boolean;
}

/** Makes the places those of `probes`: unchanged ones stay as they are, and runs under way go on. */
export function arrange(places: Map<string, Place>, probes: readonly Probe[], location: string, nowMs: number): void {
  const wanted = new Map(probes.map((probe) => [probe.name, probe]));
  for (const [name, place] of places) {
    if (wanted.has(name)) continue;
    if (place.underWay) place.removed = true;
    else places.delete(name);
  }
  for (const probe of probes) {
    const place = places.get(probe.name);
    if (place) occupy(place, probe, location, nowMs);
    else places.set(probe.name, placeFor(probe, location, nowMs));
  }
}

function placeFor(probe: Probe, location: string, nowMs: number): Place {
  const offsetMs = offsetOf(probe, location);
  const nextMs = nextDue(probe.schedule, offsetMs, nowMs);
  return { probe, offsetMs, nextMs, decidedAt: null, underWay: null, endedAt: null, removed: false };
}

function occupy(place: Place, probe: Probe, location: string, nowMs: number): void {
  const { schedule, target } = place.probe;
  const unchanged = !place.removed && target === probe.target && isDeepStrictEqual(schedule, probe.schedule);
  place.probe = probe;
  if (unchanged) return;
  const { underWay, endedAt } = place;
  Object.assign(place, placeFor(probe, location, nowMs), { underWay, endedAt });
}

/** Takes the ticks that are due out of the schedule; `null`: none is. */
export function takeDue(place: Place, { nowMs, monotonic }: { nowMs: number; monotonic: number }): Ticks | null {
  const { probe, offsetMs, nextMs } = place;
  const ticks = nextMs === null ? null : ticksUntil(probe.schedule, offsetMs, nextMs, nowMs);
  if (!ticks) return null;
  place.nextMs = nextDue(probe.schedule, offsetMs, ticks.lastMs);
  place.decidedAt = monotonic;
  return ticks;
}
