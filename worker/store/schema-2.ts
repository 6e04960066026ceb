/**
 * Version 2: what shows that a run talked to its target, how long the whole journey took and might take, and what journeys made on a
 * target and did not take away yet. `runs_warm` finds the runs by which a start is called cold, however long a target was down.
 */
export const schema2 = `
ALTER TABLE runs ADD COLUMN contact TEXT;
ALTER TABLE runs ADD COLUMN journey_ms REAL;
ALTER TABLE runs ADD COLUMN budget_ms REAL;

CREATE INDEX runs_warm ON runs (probe, target, started_at_ms) WHERE verdict = 'up' AND cold IS NOT 1;

CREATE TABLE leftovers (
  target TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  run_id TEXT NOT NULL,
  probe TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (target, kind, name)
) WITHOUT ROWID;
`;
