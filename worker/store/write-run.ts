import type { Run } from "../contract/run.ts";
import { type Database, numberFrom } from "./database.ts";
import { checks, runs, steps } from "./run-tables.ts";

/** Stores a run with its steps and checks; part of the caller's transaction. `false`: it is stored already, and nothing was changed. */
export function writeRun(db: Database, run: Run, recordedAtMs: number): boolean {
  if (runs.insert(db, { ...run, recordedAtMs }, "ON CONFLICT (id) DO NOTHING") === 0) return false;
  const seq = numberFrom(db, "SELECT seq FROM runs WHERE id = ?", run.id);
  for (const [position, step] of run.steps.entries()) {
    steps.insert(db, { ...step, run: seq, position });
    for (const [place, check] of step.checks.entries()) {
      checks.insert(db, { ...check, run: seq, step: position, position: place });
    }
  }
  return true;
}
