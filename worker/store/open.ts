import type { StoreSettings } from "../contract/config.ts";
import type { Point } from "../contract/measurements.ts";
import type { Outbox } from "../contract/outbox.ts";
import type { Rollups } from "../contract/rollup.ts";
import type { ProbeState, Run, Skip, StateChange } from "../contract/run.ts";
import type { Clock } from "../kit/clock.ts";
import { connect } from "./connect.ts";
import { type Counts, countSince } from "./counts.ts";
import { type Database, numberFrom } from "./database.ts";
import { type History, historyIn } from "./history.ts";
import { type Leftovers, leftoversIn } from "./leftovers.ts";
import { type LoadRuns, loadRunsIn } from "./load-runs.ts";
import { addPoints, outboxIn } from "./outbox.ts";
import { type Pruned, prune } from "./prune.ts";
import { rollupsIn } from "./rollups.ts";
import { writeSkip } from "./skips.ts";
import { readChanges, readStates, writeChange, writeState } from "./states.ts";
import { warmSteps } from "./warm-steps.ts";
import { writeRun } from "./write-run.ts";

export interface StoreOptions {
  clock: Clock;
  limits: Pick<StoreSettings, "retentionMs" | "maxBytes" | "maxOutboxBytes">;
}

/** A run and all that follows from it. */
export interface Recorded {
  run: Run;
  /** Where its probe stands now; `null` leaves it as it is. */
  state: ProbeState | null;
  change: StateChange | null;
  /** What InfluxDB is to get of it. */
  points: readonly Point[];
}

/** Everything that Sonde remembers. Several processes may use it at once. Every method throws `Store…Error`s. */
export interface Store extends History {
  outbox: Outbox;
  rollups: Rollups;
  leftovers: Leftovers;
  loads: LoadRuns;
  /** One transaction. A run that is stored already changes nothing. */
  record(recorded: Recorded): void;
  recordSkip(skip: Skip): void;
  /** Where the probes of a target stand, by name. */
  states(target: string): Map<string, ProbeState>;
  /** Oldest first. */
  changes(sinceMs: number): StateChange[];
  /** Points of a run that InfluxDB does not have yet. */
  waiting(runId: string): number;
  /** Step name to its usual milliseconds: the median of the last 20 runs of a probe that were up and met no cold instance. */
  warmSteps(target: string, probe: string): Record<string, number>;
  /** What was recorded since then. */
  counts(sinceMs: number): Counts;
  /** Keeps the store within its limits of age and size, for some 50 ms: call again while it is not `done`. */
  prune(nowMs: number): Pruned;
  close(): void;
}

/** Opens the store at `path`, made if missing (0600, its folders 0700). Throws `Store…Error`s whose message says what to do. */
export function openStore(path: string, options: StoreOptions): Store {
  return storeIn(connect(path), options);
}

/** The store in an open database. */
export function storeIn(db: Database, { clock, limits }: StoreOptions): Store {
  const queue = { clock, maxBytes: limits.maxOutboxBytes };
  return {
    ...historyIn(db),
    outbox: outboxIn(db, queue),
    rollups: rollupsIn(db, queue),
    leftovers: leftoversIn(db, clock),
    loads: loadRunsIn(db),
    record: ({ run, state, change, points }) =>
      db.write(() => {
        if (!writeRun(db, run, clock.now())) return;
        if (state) writeState(db, run, state);
        if (change) writeChange(db, change);
        addPoints(db, { points, runId: run.id }, queue);
      }),
    recordSkip: (skip) => writeSkip(db, skip, clock.now()),
    states: (target) => readStates(db, target),
    changes: (sinceMs) => readChanges(db, sinceMs),
    waiting: (runId) => numberFrom(db, "SELECT count(*) FROM outbox WHERE run_id = ?", runId),
    warmSteps: (target, probe) => warmSteps(db, target, probe),
    counts: (sinceMs) => countSince(db, sinceMs),
    prune: (nowMs) => prune(db, { nowMs, clock, limits }),
    close: () => db.close(),
  };
}
