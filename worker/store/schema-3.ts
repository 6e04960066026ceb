/**
 * Version 3: load runs with their windows, and which load goes on for which target. A run's summary is written again and again while it
 * goes on: one that was killed leaves what it had measured. `owner` names the process, so that a mark that one left behind means nothing.
 */
export const schema3 = `
ALTER TABLE runs ADD COLUMN load_run_id TEXT;
CREATE INDEX runs_load ON runs (load_run_id) WHERE load_run_id IS NOT NULL;

CREATE TABLE load_runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  target TEXT NOT NULL,
  profile TEXT NOT NULL,
  verdict TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  summary TEXT NOT NULL,
  environment TEXT NOT NULL
);
CREATE INDEX load_runs_started ON load_runs (started_at_ms);

CREATE TABLE load_windows (
  run TEXT NOT NULL REFERENCES load_runs (id) ON DELETE CASCADE,
  start_ms INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (run, start_ms)
) WITHOUT ROWID;

CREATE TABLE load_marks (
  run_id TEXT PRIMARY KEY,
  target TEXT NOT NULL,
  owner TEXT NOT NULL
) WITHOUT ROWID;
`;
