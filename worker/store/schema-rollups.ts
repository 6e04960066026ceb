const hour = (startedAtMs: string) => `(${startedAtMs} - ${startedAtMs} % 3600000)`;
const slot = (startedAtMs: string) => `(1 << (${startedAtMs} % 3600000 / 300000))`;

/** Marks what runs are in as due; ends where a WHERE or a GROUP BY may follow. */
const dueOfRuns = `SELECT
  ${hour("CAST(started_at_ms AS INTEGER)")}, target, probe, location, sum(DISTINCT ${slot("CAST(started_at_ms AS INTEGER)")}), max(seq)
FROM runs`;

/** Hours that are due already get more spans. `seq` says up to which run an hour's marks go. */
const oneMoreMark = "ON CONFLICT DO UPDATE SET slots = slots | excluded.slots, seq = max(seq, excluded.seq)";

/**
 * The version with roll-ups. `rollups_due` has an hour of a probe as long as InfluxDB lacks roll-ups of runs in it: `slots` has a bit
 * for each five minutes. A trigger marks with the run itself, so that no kill can part the two; another remembers up to where runs are
 * gone, because a roll-up of half an hour's runs must not replace one of all. Row ids begin at 1 where nothing was pruned yet.
 */
export const schemaRollups = `
CREATE TABLE rollups_due (
  hour_ms INTEGER NOT NULL,
  target TEXT NOT NULL,
  probe TEXT NOT NULL,
  location TEXT NOT NULL,
  slots INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (hour_ms, target, probe, location)
) WITHOUT ROWID;

CREATE TABLE rollups (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  pruned_ms INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_ms INTEGER NOT NULL DEFAULT 0
);
INSERT INTO rollups (one, pruned_ms)
  SELECT 1, CASE WHEN min(seq) > 1 THEN CAST(min(started_at_ms) AS INTEGER) ELSE 0 END FROM runs;
INSERT INTO rollups_due ${dueOfRuns} GROUP BY 1, 2, 3, 4;

CREATE TRIGGER run_rolled_up AFTER INSERT ON runs BEGIN
  INSERT INTO rollups_due VALUES (
    ${hour("CAST(new.started_at_ms AS INTEGER)")}, new.target, new.probe, new.location,
    ${slot("CAST(new.started_at_ms AS INTEGER)")}, new.seq
  ) ${oneMoreMark};
END;
CREATE TRIGGER run_pruned AFTER DELETE ON runs WHEN old.started_at_ms < 1e14 BEGIN
  UPDATE rollups SET pruned_ms = CAST(old.started_at_ms AS INTEGER) WHERE pruned_ms < CAST(old.started_at_ms AS INTEGER);
  DELETE FROM rollups_due WHERE hour_ms <= CAST(old.started_at_ms AS INTEGER) - 3600000;
END;
`;

/** Marks again what started from one instant to before another. */
export const markAgain = `INSERT INTO rollups_due ${dueOfRuns}
  WHERE started_at_ms >= ? AND started_at_ms < ? GROUP BY 1, 2, 3, 4 ${oneMoreMark}`;
