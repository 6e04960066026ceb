import type { Probe } from "../contract/config.ts";
import { isKept } from "./bar.ts";
import { type Floor, guard } from "./floor.ts";
import { healthProbes } from "./health.ts";
import { type Place, arrange } from "./place.ts";
import { nextUnheld } from "./quiet.ts";
import { catchUp, launchNow, momentOf } from "./runs.ts";
import { nextAfterSetBack, watchSetBack } from "./set-back.ts";
import { createSlots } from "./slots.ts";

export interface LoopOptions extends Pick<Floor, "clock"> {
  probes: readonly Probe[];
  location: string;
  /** How many runs may go on at once. */
  concurrency: number;
  /** Makes a run. When it rejects, `onError` is told and the schedule goes on. */
  run: Floor["run"];
  /** Takes note of ticks that did not become runs. */
  skip: Floor["skip"];
  /** Told of every run that is held back because a probe of its target wants quiet: of ticks, which are skipped as well, and of others. */
  held: Floor["held"];
  /** How many runs of the probe are stored for the current UTC day; asked only where there is a daily limit. */
  runsToday: Floor["runsToday"];
  /** Told of whatever `run`, `skip`, `held` or `runsToday` throws. A probe whose runs cannot be counted does not run: it may cost money. */
  onError: Floor["onError"];
}

export interface Loop {
  /** Probe name to its next tick that is not held, in epoch milliseconds, or `"running"`. Absent: nothing comes any more. */
  next(): Map<string, number | "running">;
  /** From now on these probes and so many slots. Unchanged probes keep their place, removed ones end after their current run. */
  reload(probes: readonly Probe[], concurrency: number): void;
  /** Starts nothing new, and waits for what runs, at most `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>;
}

/** Timers do not notice a suspended machine or a clock that jumps: look at least this often. */
const napMs = 1_000;

/** Runs probes when they are due, until it is drained. */
export function startLoop({ probes, location, concurrency, ...world }: LoopOptions): Loop {
  const { clock } = world;
  const floor: Floor = { ...world, places: new Map(), slots: createSlots(concurrency), closed: false, startedMs: clock.now() };
  let nap = new AbortController();

  arrange(floor.places, probes, location, clock.now());
  for (const probe of healthProbes(probes)) startWith(probe);
  void keepTime();

  function startWith({ name }: Probe): void {
    const place = floor.places.get(name);
    if (place) launchNow(place, { trigger: "start", attempt: 1 }, floor);
  }

  async function keepTime(): Promise<void> {
    const wasSetBack = watchSetBack(clock);
    while (!floor.closed) {
      nap = new AbortController();
      const nowMs = clock.now();
      const places = [...floor.places.values()];
      if (wasSetBack()) for (const place of places) place.nextMs = nextAfterSetBack(place, momentOf(clock));
      for (const place of places) guard(floor, () => catchUp(place, floor));
      await clock.sleep(Math.max(0, nextAfter(places, nowMs) - clock.now()), nap.signal);
    }
  }

  async function close(timeoutMs: number): Promise<void> {
    floor.closed = true;
    nap.abort();
    floor.slots.drop();
    const over = new AbortController();
    await Promise.race([floor.slots.idle(), clock.sleep(timeoutMs, over.signal)]);
    over.abort();
  }

  return {
    next: () => outlook(floor),
    reload(probes, concurrency) {
      floor.slots.resize(concurrency);
      arrange(floor.places, probes, location, clock.now());
      nap.abort();
    },
    drain: close,
  };
}

/** When to look again. What is due since `nowMs` and not decided about could not be decided about: that has a second. */
function nextAfter(places: readonly Place[], nowMs: number): number {
  const coming = places.flatMap(({ nextMs }) => (nextMs !== null && nextMs > nowMs ? [nextMs] : []));
  return Math.min(nowMs + napMs, ...coming);
}

function outlook(floor: Floor): Map<string, number | "running"> {
  const all = new Map<string, number | "running">();
  for (const [name, place] of floor.places) {
    const next = outlookOf(place, floor);
    if (next !== null) all.set(name, next);
  }
  return all;
}

function outlookOf(place: Place, floor: Floor): number | "running" | null {
  if (place.underWay?.started) return "running";
  if (floor.closed || place.removed) return null;
  if (place.underWay) return place.underWay.scheduledAtMs;
  return nextUnheld(place, floor.places.values(), (probe, tickMs) => isKept(probe, tickMs, floor));
}
