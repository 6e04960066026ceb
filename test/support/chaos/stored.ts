import { z } from "zod";
import { states, triggers, verdicts } from "../../../worker/contract/words.ts";
import { checkStore } from "../../../worker/store/check.ts";
import { type Database, numberFrom, openDatabase } from "../../../worker/store/database.ts";

const state = z.enum(states);

const run = z.object({
  id: z.string(),
  probe: z.string(),
  journey: z.string(),
  verdict: z.enum(verdicts),
  blame: z.string().nullable(),
  cause: z.string().nullable(),
  trigger: z.enum(triggers),
  started_at_ms: z.number(),
  confirmed_down: z.number(),
  steps: z.string().transform((text) => z.array(z.tuple([z.string(), z.string()])).parse(JSON.parse(text))),
});
const probeState = z.object({
  probe: z.string(),
  state,
  since_ms: z.number(),
  cause: z.string().nullable(),
  pending: z
    .string()
    .transform((text) => z.object({ state, count: z.number() }).parse(JSON.parse(text)))
    .nullable(),
});
const change = z.object({ probe: z.string(), from: state, to: state, at_ms: z.number(), cause: z.string().nullable() });

export type StoredRun = z.infer<typeof run>;
export type StoredState = z.infer<typeof probeState>;
export type StoredChange = z.infer<typeof change>;

/** What a store holds, read behind its back. */
export interface Stored {
  /** In the order in which they were stored; steps as name and outcome. */
  runs: StoredRun[];
  states: StoredState[];
  changes: StoredChange[];
  /** Run ids of the points that wait for InfluxDB, one for each point. */
  waiting: string[];
  deadLetters: number;
  givenUp: number;
  /** What `sonde store check` finds wrong. */
  problems: string[];
}

/** Reads a store that may be in use. */
export function readStored(path: string): Stored {
  const checked = checkStore(path);
  const db = openDatabase(path, { readOnly: true });
  try {
    return db.read(() => ({ ...everythingIn(db), problems: checked.ok ? [] : checked.problems }));
  } finally {
    db.close();
  }
}

function everythingIn(db: Database): Omit<Stored, "problems"> {
  return {
    runs: db
      .all(
        `SELECT id, probe, journey, verdict, blame, cause, "trigger", started_at_ms, confirmed_down,
           (SELECT json_group_array(json_array(name, outcome)) FROM steps WHERE run = runs.seq) AS steps
         FROM runs ORDER BY seq`,
      )
      .map((row) => run.parse(row)),
    states: db.all("SELECT probe, state, since_ms, cause, pending FROM states").map((row) => probeState.parse(row)),
    changes: db.all('SELECT probe, "from", "to", at_ms, cause FROM state_changes ORDER BY seq').map((row) => change.parse(row)),
    waiting: db.all("SELECT run_id FROM outbox ORDER BY id").map((row) => String(row["run_id"])),
    deadLetters: numberFrom(db, "SELECT count(*) FROM dead_letters"),
    givenUp: numberFrom(db, "SELECT given_up FROM delivery"),
  };
}
