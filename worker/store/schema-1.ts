/** "Sond": tells Sonde's databases from others. */
export const applicationId = 0x53_6f_6e_64;

/**
 * Version 1. Not STRICT: k6's clock may give a fraction of a millisecond, and such a value must not cost a run.
 * The outbox knows its run by id, without a reference: what waits for InfluxDB outlives a run that was pruned.
 * AUTOINCREMENT, because an id that delivery holds must never come to mean another row.
 */
export const schema1 = `
PRAGMA application_id = ${applicationId};

CREATE TABLE runs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  trace_id TEXT NOT NULL,
  probe TEXT NOT NULL,
  target TEXT NOT NULL,
  location TEXT NOT NULL,
  journey TEXT NOT NULL,
  "trigger" TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  scheduled_at_ms INTEGER NOT NULL,
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER NOT NULL,
  recorded_at_ms INTEGER NOT NULL,
  duration_ms REAL NOT NULL,
  lateness_ms REAL NOT NULL,
  verdict TEXT NOT NULL,
  blame TEXT,
  cause TEXT,
  failed_step TEXT,
  maintenance INTEGER NOT NULL,
  confirmed_down INTEGER NOT NULL,
  revision TEXT,
  cold INTEGER,
  tls_days_left INTEGER,
  k6_cpu_ms REAL,
  logs TEXT NOT NULL
);
CREATE INDEX runs_by_probe ON runs (probe, started_at_ms, target);
CREATE INDEX runs_by_start ON runs (started_at_ms);
CREATE INDEX runs_by_recording ON runs (recorded_at_ms, lateness_ms);

CREATE TABLE steps (
  run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  outcome TEXT NOT NULL,
  count INTEGER NOT NULL,
  started_at_ms REAL,
  duration_ms REAL,
  budget_ms REAL,
  cause TEXT,
  status INTEGER,
  close_code INTEGER,
  bytes_received INTEGER,
  remote_address TEXT,
  timings TEXT NOT NULL,
  measures TEXT NOT NULL,
  requests TEXT NOT NULL,
  evidence TEXT,
  UNIQUE (run, position)
);

CREATE TABLE checks (
  run INTEGER NOT NULL,
  step INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  passed INTEGER NOT NULL,
  passes INTEGER NOT NULL,
  fails INTEGER NOT NULL,
  observed TEXT,
  PRIMARY KEY (run, step, position),
  FOREIGN KEY (run, step) REFERENCES steps (run, position) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE states (
  target TEXT NOT NULL,
  probe TEXT NOT NULL,
  state TEXT NOT NULL,
  since_ms INTEGER NOT NULL,
  cause TEXT,
  pending TEXT,
  PRIMARY KEY (target, probe)
) WITHOUT ROWID;

CREATE TABLE state_changes (
  seq INTEGER PRIMARY KEY,
  probe TEXT NOT NULL,
  target TEXT NOT NULL,
  "from" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  cause TEXT
);
CREATE INDEX state_changes_by_time ON state_changes (at_ms);

CREATE TABLE skips (
  seq INTEGER PRIMARY KEY,
  probe TEXT NOT NULL,
  target TEXT NOT NULL,
  scheduled_at_ms INTEGER NOT NULL,
  recorded_at_ms INTEGER NOT NULL,
  ticks INTEGER NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX skips_by_recording ON skips (recorded_at_ms, ticks);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT,
  added_ms INTEGER NOT NULL,
  point TEXT NOT NULL
);
CREATE INDEX outbox_by_run ON outbox (run_id) WHERE run_id IS NOT NULL;

CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT,
  rejected_ms INTEGER NOT NULL,
  reason TEXT NOT NULL,
  point TEXT NOT NULL
);

CREATE TABLE delivery (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  rows INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  dead_letters INTEGER NOT NULL DEFAULT 0,
  dead_letter_bytes INTEGER NOT NULL DEFAULT 0,
  given_up INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_ms INTEGER NOT NULL DEFAULT 0
);
INSERT INTO delivery (one) VALUES (1);

CREATE TRIGGER outbox_added AFTER INSERT ON outbox BEGIN
  UPDATE delivery SET rows = rows + 1, bytes = bytes + octet_length(new.point);
END;
CREATE TRIGGER outbox_removed AFTER DELETE ON outbox BEGIN
  UPDATE delivery SET rows = rows - 1, bytes = bytes - octet_length(old.point);
END;
CREATE TRIGGER dead_letter_added AFTER INSERT ON dead_letters BEGIN
  UPDATE delivery SET dead_letters = dead_letters + 1, dead_letter_bytes = dead_letter_bytes + octet_length(new.point);
END;
CREATE TRIGGER dead_letter_removed AFTER DELETE ON dead_letters BEGIN
  UPDATE delivery SET dead_letters = dead_letters - 1, dead_letter_bytes = dead_letter_bytes - octet_length(old.point);
END;
`;
