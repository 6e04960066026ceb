import { z } from "zod";
import { type Database, numberFrom } from "./database.ts";

const bytesColumn = { outbox: "bytes", dead_letters: "dead_letter_bytes" } as const;

const pageSize = 1_000;
const row = z.object({ id: z.number(), bytes: z.number() });

/** Deletes the oldest rows until the rest fits, and counts them as given up. Part of the caller's transaction. */
export function giveUp(db: Database, queue: keyof typeof bytesColumn, maxBytes: number): void {
  const excess = () => numberFrom(db, `SELECT ${bytesColumn[queue]} FROM delivery`) - maxBytes;
  for (let over = excess(); over > 0; over = excess()) {
    const last = lastOf(over, db.all(`SELECT id, octet_length(point) AS bytes FROM ${queue} ORDER BY id LIMIT ?`, pageSize));
    if (last === null) return;
    const given = db.run(`DELETE FROM ${queue} WHERE id <= ?`, last);
    db.run("UPDATE delivery SET given_up = given_up + ?", given);
  }
}

/** The id up to which rows of `bytes` together lie; the last one when all of them are less. */
function lastOf(bytes: number, rows: readonly unknown[]): number | null {
  let sum = 0;
  let last: number | null = null;
  for (const found of rows) {
    if (sum >= bytes) break;
    const read = row.parse(found);
    sum += read.bytes;
    last = read.id;
  }
  return last;
}
