import type { Skip } from "../contract/run.ts";
import type { AfterRun, Tick } from "../contract/tick.ts";
import type { Clock } from "../kit/clock.ts";
import { barOf, isHeld, isLimitReached } from "./bar.ts";
import { type Floor, guard } from "./floor.ts";
import { followUps } from "./follow-up.ts";
import { type Place, takeDue } from "./place.ts";
import { type Standing, plan } from "./plan.ts";

/** Decides about the ticks that are due: at every wake, and once more when a slot is free, which may be much later. */
export function catchUp(place: Place, floor: Floor): void {
  if (place.removed || floor.closed) return;
  const ticks = takeDue(place, momentOf(floor.clock));
  if (!ticks) return;
  const { skips, take } = plan(ticks, standingOf(place, floor));
  for (const skip of skips) record(place, skip, floor);
  if (take === null) return;
  if (place.underWay) place.underWay.scheduledAtMs = take;
  else launch(place, { trigger: "schedule", scheduledAtMs: take, attempt: 1 }, floor);
}

/** Runs a probe now, off the grid, unless it is held or that would be one run too many today. */
export function launchNow(place: Place, { trigger, attempt }: Pick<Tick, "trigger" | "attempt">, floor: Floor): void {
  guard(floor, () => {
    if (isHeld({ probe: place.probe, trigger }, floor) || isLimitReached(place.probe, floor)) return;
    launch(place, { trigger, attempt, scheduledAtMs: floor.clock.now() }, floor);
  });
}

export function momentOf(clock: Clock): { nowMs: number; monotonic: number } {
  return { nowMs: clock.now(), monotonic: clock.monotonic() };
}

function standingOf({ probe, underWay }: Place, floor: Floor): Standing {
  if (!underWay) return { kind: "free", barred: barOf(probe, floor) };
  if (underWay.started || underWay.trigger !== "schedule") return { kind: "occupied" };
  return { kind: "tick-waiting", scheduledAtMs: underWay.scheduledAtMs };
}

function record({ probe: { name, target } }: Place, skip: Omit<Skip, "probe" | "target">, floor: Floor): void {
  guard(floor, () => floor.skip({ probe: name, target, ...skip }));
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
  const { started: _, ...wanted } = place.underWay;
  const tick = { probe: place.probe, ...wanted };
  if (isHeld(tick, floor)) {
    if (tick.trigger === "schedule") record(place, { scheduledAtMs: tick.scheduledAtMs, ticks: 1, reason: "quiet" }, floor);
    return null;
  }
  place.underWay.started = true;
  return tick;
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
