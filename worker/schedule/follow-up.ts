import type { AfterRun, Tick } from "../contract/tick.ts";
import type { Trigger } from "../contract/words.ts";
import type { Place } from "./place.ts";

/** A run off the grid that another run asked for. */
export interface FollowUp {
  place: Place;
  trigger: Extract<Trigger, "confirm" | "picture">;
  attempt: number;
}

/** A probe that ended this short a while ago is part of the picture already. */
const freshMs = 15_000;

/**
 * What runs at once after a run: its own confirmation, then the target's other probes that say nothing fresh. One that wants quiet
 * before it would say nothing of what it is for, and then nothing more for a day.
 */
export function followUps(
  tick: Tick,
  { again, picture }: AfterRun,
  places: ReadonlyMap<string, Place>,
  monotonic: number,
): FollowUp[] {
  const own = places.get(tick.probe.name);
  const others = [...places.values()].filter((place) => place !== own && place.probe.target === tick.probe.target);
  const confirmed = again && own && tick.attempt < mostAttempts(own);
  return [
    ...(confirmed ? [{ place: own, trigger: "confirm" as const, attempt: tick.attempt + 1 }] : []),
    ...(picture ? others.filter(isStale).map((place) => ({ place, trigger: "picture" as const, attempt: 1 })) : []),
  ].filter(({ place }) => !place.removed && !place.underWay);

  function isStale({ probe, endedAt }: Place): boolean {
    return probe.quietMs === null && (endedAt === null || monotonic - endedAt >= freshMs);
  }
}

function mostAttempts({ probe: { confirm, recover } }: Place): number {
  return Math.max(confirm, recover);
}
