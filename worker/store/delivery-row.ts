import { z } from "zod";
import type { DeliveryBackoff, OutboxStats } from "../contract/outbox.ts";
import type { Database } from "./database.ts";
import { StoreDamagedError } from "./errors.ts";

const stats: z.ZodType<OutboxStats> = z.object({
  rows: z.number(),
  bytes: z.number(),
  // A row that is damaged goes to the dead letters when its turn comes; until then it must not hide the counters.
  oldestMs: z.number().nullable().catch(0),
  deadLetters: z.number(),
  givenUp: z.number(),
});

const backoff: z.ZodType<DeliveryBackoff> = z.object({ attempts: z.number(), nextAttemptMs: z.number() });

export function readStats(db: Database): OutboxStats {
  const oldest = "(SELECT added_ms FROM outbox ORDER BY id LIMIT 1)";
  return readRow(
    db,
    `SELECT rows, bytes, ${oldest} AS oldestMs, dead_letters AS deadLetters, given_up AS givenUp FROM delivery`,
    stats,
  );
}

export function readBackoff(db: Database): DeliveryBackoff {
  return readRow(db, "SELECT attempts, next_attempt_ms AS nextAttemptMs FROM delivery", backoff);
}

export function writeBackoff(db: Database, { attempts, nextAttemptMs }: DeliveryBackoff): void {
  db.run("UPDATE delivery SET attempts = ?, next_attempt_ms = ?", attempts, nextAttemptMs);
}

function readRow<T>(db: Database, sql: string, schema: z.ZodType<T>): T {
  const read = schema.safeParse(db.get(sql));
  if (read.success) return read.data;
  throw new StoreDamagedError(db.path, `its delivery counters cannot be read: ${z.prettifyError(read.error)}`);
}
