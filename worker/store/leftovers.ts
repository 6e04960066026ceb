import { z } from "zod";
import type { Leftover } from "../contract/markers.ts";
import type { Clock } from "../kit/clock.ts";
import type { Database } from "./database.ts";
import { table } from "./table.ts";

/** Something that a run made on a target, and of which nobody said that it is gone. */
export interface StoredLeftover extends Leftover {
  target: string;
  runId: string;
  probe: string;
  createdMs: number;
}

/** What journeys made on their targets. It is on record before it is made, so that a killed worker leaves a trace of it. */
export interface Leftovers {
  /** One that is known already stays as it is. */
  add(leftover: Omit<StoredLeftover, "createdMs">): void;
  remove(leftover: Leftover & { target: string }): void;
  /** Oldest first; `null`: of every target. Those that cannot be read are left out. */
  list(target: string | null): StoredLeftover[];
}

const rows = table("leftovers", {
  target: z.string(),
  kind: z.literal("account"),
  name: z.string(),
  runId: z.string(),
  probe: z.string(),
  createdMs: z.number(),
});

export function leftoversIn(db: Database, clock: Clock): Leftovers {
  return {
    add: (leftover) => void rows.insert(db, { ...leftover, createdMs: clock.now() }, "ON CONFLICT DO NOTHING"),
    remove: ({ target, kind, name }) =>
      void db.run("DELETE FROM leftovers WHERE target = ? AND kind = ? AND name = ?", target, kind, name),
    list: (target) =>
      db
        .all(
          `SELECT ${rows.columns} FROM leftovers WHERE target = ifnull(?, target) ORDER BY created_ms, target, kind, name`,
          target,
        )
        .flatMap((row) => rows.read(row) ?? []),
  };
}
