import type { Probe } from "../contract/config.ts";
import type { Skip } from "../contract/run.ts";
import type { AfterRun, Tick } from "../contract/tick.ts";
import type { Clock } from "../kit/clock.ts";
import { followUps } from "./follow-up.ts";
import { type Place, takeDue } from "./place.ts";
import { type Standing, plan } from "./plan.ts";
import type { Slots } from "./slots.ts";

/** What the loop and its runs share. */
export interface Floor {
  places: Map<string, Place>;
  slots: Slots;
  /** Nothing new starts any more. */
  closed: boolean;
  clock: Clock;
  run(tick: Tick): Promise<AfterRun>;
  skip(skip: Skip): void;
  runsToday(probe: Probe): number;
  onError(error: unknown): void;
}

/** Decides about the ticks that are due: at every wake, and once more when a slot is free, which may be much later. */
export function catchUp(place: Place, floor: Floor): void {
  if (place.removed || floor.closed) return;
  const ticks = takeDue(place, momentOf(floor.clock));
  if (!ticks) return;
  const { skips, take } = plan(ticks, standingOf(place, floor));
  const { name, target } = place.probe;
  for (const skip of skips) guard(floor, () => floor.skip({ probe: name, target, ...skip }));
  if (take === null) return;
  if (place.underWay) place.underWay.scheduledAtMs = take;
  else launch(place, { trigger: "schedule", scheduledAtMs: take, attempt: 1 }, floor);
}

/** Runs a probe now, off the grid, unless that would be one run too many today. */
export function launchNow(place: Place, { trigger, attempt }: Pick<Tick, "trigger" | "attempt">, floor: Floor): void {
  guard(floor, () => {
    if (!isLimitReached(place.probe, floor)) launch(place, { trigger, attempt, scheduledAtMs: floor.clock.now() }, floor);
  });
}

/** An error of the store, say, must not end the schedule. */
export function guard(floor: Floor, action: () => void): void {
  try {
    action();
  } catch (error) {
    floor.onError(error);
  }
}

export function momentOf(clock: Clock): { nowMs: number; monotonic: number } {
  return { nowMs: clock.now(), monotonic: clock.monotonic() };
}

function standingOf({ probe, underWay }: Place, floor: Floor): Standing {
  if (!underWay) return { kind: "free", limitReached: isLimitReached(probe, floor) };
  if (underWay.started || underWay.trigger !== "schedule") return { kind: "occupied" };
  return { kind: "tick-waiting", scheduledAtMs: underWay.scheduledAtMs };
}

/** A place holds one run at a time, so what is stored is all there is to count. */
function isLimitReached(probe: Probe, floor: Floor): boolean {
  return probe.maxRunsPerDay !== null && floor.runsToday(probe) >= probe.maxRunsPerDay;
}

function launch(place: Place, wanted: Omit<Tick, "probe">, floor: Floor): void {
  place.underWay = { ...wanted, started: false };
  floor.slots
    .run(wanted.trigger === "confirm" ? "first" : "normal", () => goThrough(place, floor))
    .catch(() => vacate(place, floor));
}

/** The time of a run in its slot, from its start to what follows from it. Never rejects. */
async function goThrough(place: Place, floor: Floor): Promise<void> {
  guard(floor, () => catchUp(place, floor));
  const tick = begin(place, floor);
  const after = tick ? await outcomeOf(tick, floor) : null;
  vacate(place, floor);
  if (!tick) return;
  place.endedAt = floor.clock.monotonic();
  if (!after || floor.closed) return;
  for (const { place: next, ...wanted } of followUps(tick, after, floor.places, place.endedAt)) launchNow(next, wanted, floor);
}

function begin(place: Place, floor: Floor): Tick | null {
  if (!place.underWay || place.removed || floor.closed) return null;
  const { started: _, ...tick } = place.underWay;
  place.underWay.started = true;
  return { probe: place.probe, ...tick };
}

async function outcomeOf(tick: Tick, floor: Floor): Promise<AfterRun | null> {
  try {
    return await floor.run(tick);
  } catch (error) {
    floor.onError(error);
    return null;
  }
}

function vacate(place: Place, { places }: Floor): void {
  place.underWay = null;
  if (place.removed) places.delete(place.probe.name);
}
