import type { Config } from "../contract/config.ts";
import type { Point } from "../contract/measurements.ts";
import type { ProbeState, Run, StateChange } from "../contract/run.ts";
import type { AfterRun, Tick } from "../contract/tick.ts";
import { pointOfChange, pointsOfRun } from "../deliver/points.ts";
import { initialState, nextState } from "../judge/state.ts";
import type { Clock } from "../kit/clock.ts";
import type { Store } from "../store/open.ts";
import type { Journey } from "./journeys.ts";
import { type Instruments, measure } from "./measure.ts";
import type { Recorder } from "./recorder.ts";

/** What the life of a scheduled run touches. */
export interface Rooms {
  config: Config;
  journeys: ReadonlyMap<string, Journey>;
  instruments: Instruments;
  store: Pick<Store, "states">;
  recorder: Recorder;
  clock: Clock;
  /** Called once the run is stored: wakes delivery, counts, tells whoever looks on. */
  stored: (run: Run, change: StateChange | null) => void;
}

/** The life of a scheduled run, from a due tick to a stored verdict. Rejects when the store cannot take it. */
export async function runProbe({ probe, scheduledAtMs, trigger, attempt }: Tick, rooms: Rooms): Promise<AfterRun> {
  const target = rooms.config.targets[probe.target] ?? null;
  const journey = rooms.journeys.get(probe.journey);
  if (!journey) throw new Error(`${probe.journey} of probe ${probe.name} was not prepared before it was due`);

  const measured = await measure({ probe, target, journey, scheduledAtMs, trigger, attempt }, rooms.instruments);
  let again = false;
  const { run, change } = rooms.recorder.record(measured, () => {
    const { state, change, unconfirmed } = stateAfter(measured, probe, rooms);
    const run = { ...measured, confirmedDown: state.state === "down" };
    again = unconfirmed;
    return { run, state, change, points: pointsFor(run, change, rooms.config) };
  });
  rooms.stored(run, change);
  return { again, picture: change?.to === "down" };
}

function stateAfter(run: Run, standard: { confirm: number; recover: number }, { store, clock }: Rooms) {
  const current: ProbeState = store.states(run.target).get(run.probe) ?? initialState(clock.now());
  if (run.maintenance) return { state: current, change: null, unconfirmed: false };
  const next = nextState(current, { verdict: run.verdict, cause: run.cause, atMs: run.startedAtMs }, standard);
  const change: StateChange | null = next.changed
    ? { probe: run.probe, target: run.target, from: current.state, to: next.state.state, atMs: run.startedAtMs, cause: run.cause }
    : null;
  return { state: next.state, change, unconfirmed: next.unconfirmed };
}

/** Without InfluxDB nothing waits for it: `sonde influx backfill` delivers history later. */
export function pointsFor(
  run: Run,
  change: StateChange | null,
  { influx, location }: Pick<Config, "influx" | "location">,
): Point[] {
  if (influx === null) return [];
  return [...pointsOfRun(run), ...(change ? [pointOfChange(change, location)] : [])];
}
