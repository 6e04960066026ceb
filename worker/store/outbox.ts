import { z } from "zod";
import type { Point } from "../contract/measurements.ts";
import type { Outbox, OutboxRow } from "../contract/outbox.ts";
import type { Database } from "./database.ts";
import { bury, deadLettersIn } from "./dead-letters.ts";
import { readBackoff, readStats, writeBackoff } from "./delivery-row.ts";
import { giveUp } from "./give-up.ts";
import { pointOfText, textOfPoint } from "./point-text.ts";
import type { QueueOptions } from "./queue-options.ts";

const unreadable = "not sent: what the store holds of this point cannot be read";

const row = z.object({ id: z.number(), point: z.unknown() });

/** The outbox of a store. Counters are kept by triggers, so no change can forget them. */
export function outboxIn(db: Database, options: QueueOptions): Outbox {
  const outbox: Outbox = {
    enqueue: (points) => addPoints(db, { points, runId: null }, options),
    next(limit) {
      const rows = db.all("SELECT id, point FROM outbox ORDER BY id LIMIT ?", limit).map((found) => row.parse(found));
      const sound = rows.flatMap(({ id, point: text }): OutboxRow[] => {
        const point = pointOfText(text);
        return point ? [{ id, point }] : [];
      });
      if (sound.length === rows.length) return sound;
      const kept = new Set(sound.map(({ id }) => id));
      outbox.reject(rows.filter(({ id }) => !kept.has(id)).map(({ id }) => ({ id, reason: unreadable })));
      return outbox.next(limit);
    },
    done: (ids) => void db.run("DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(ids)),
    reject: (rejected) => db.write(() => bury(db, rejected, options)),
    stats: () => readStats(db),
    backoff: () => readBackoff(db),
    setBackoff: (backoff) => writeBackoff(db, backoff),
    deadLetters: deadLettersIn(db, options),
  };
  return outbox;
}

/** Puts points at the end of the queue; the oldest of it make room. A part of the caller's transaction if there is one. */
export function addPoints(
  db: Database,
  { points, runId }: { points: readonly Point[]; runId: string | null },
  { clock, maxBytes }: QueueOptions,
): void {
  if (points.length === 0) return;
  db.write(() => {
    for (const point of points) {
      db.run("INSERT INTO outbox (run_id, added_ms, point) VALUES (?, ?, ?)", runId, clock.now(), textOfPoint(point));
    }
    giveUp(db, "outbox", maxBytes);
  });
}
