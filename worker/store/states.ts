import { z } from "zod";
import type { ProbeState, StateChange } from "../contract/run.ts";
import { states } from "../contract/words.ts";
import type { Database } from "./database.ts";
import { json, table } from "./table.ts";

const state = z.enum(states);

const stateRows = table("states", {
  target: z.string(),
  probe: z.string(),
  state,
  sinceMs: z.number(),
  cause: z.string().nullable(),
  pending: json(z.object({ state, count: z.number() })).nullable(),
});

const changeRows = table("state_changes", {
  probe: z.string(),
  target: z.string(),
  from: state,
  to: state,
  atMs: z.number(),
  cause: z.string().nullable(),
});

const replaceState =
  "ON CONFLICT (target, probe) DO UPDATE SET state = excluded.state, since_ms = excluded.since_ms, cause = excluded.cause, pending = excluded.pending";

/** Where a probe stands now; part of the caller's transaction. */
export function writeState(db: Database, of: { target: string; probe: string }, now: ProbeState): void {
  stateRows.insert(db, { ...now, target: of.target, probe: of.probe }, replaceState);
}

/** Where the probes of a target stand, by name. A state that cannot be read is left out: the probe counts as unknown. */
export function readStates(db: Database, target: string): Map<string, ProbeState> {
  const rows = db.all(`SELECT ${stateRows.columns} FROM states WHERE target = ?`, target);
  return new Map(
    rows.flatMap((row) => {
      const read = stateRows.read(row);
      if (!read) return [];
      const { probe, target: _, ...current } = read;
      return [[probe, current]];
    }),
  );
}

/** Part of the caller's transaction. */
export function writeChange(db: Database, change: StateChange): void {
  changeRows.insert(db, { ...change });
}

/** Oldest first. */
export function readChanges(db: Database, sinceMs: number): StateChange[] {
  return db
    .all(`SELECT ${changeRows.columns} FROM state_changes WHERE at_ms >= ? ORDER BY at_ms, seq`, sinceMs)
    .flatMap((row) => changeRows.read(row) ?? []);
}
