import { z } from "zod";
import type { DeadLetter, DeadLetters } from "../contract/outbox.ts";
import type { Database } from "./database.ts";
import { giveUp } from "./give-up.ts";
import type { QueueOptions } from "./queue-options.ts";
import { pointOfText, unreadablePoint } from "./point-text.ts";

const letter = z.object({ id: z.number(), point: z.unknown(), reason: z.string(), rejectedMs: z.number() });

/** Newest first in lists. A point that cannot be read shows as `unreadable`, in the tags of a point that stands for it. */
export function deadLettersIn(db: Database, { clock, maxBytes }: QueueOptions): DeadLetters {
  return {
    list: (limit) =>
      db
        .all("SELECT id, point, reason, rejected_ms AS rejectedMs FROM dead_letters ORDER BY id DESC LIMIT ?", limit)
        .flatMap((found): DeadLetter[] => {
          const { success, data } = letter.safeParse(found);
          return success ? [{ ...data, point: pointOfText(data.point) ?? unreadablePoint(data.point) }] : [];
        }),
    retry: (ids) =>
      db.write(() => {
        const [chosen, values] = choose(ids);
        const back = db.run(
          `INSERT INTO outbox (run_id, added_ms, point) SELECT run_id, ?, point FROM dead_letters WHERE ${chosen} ORDER BY id`,
          clock.now(),
          ...values,
        );
        db.run(`DELETE FROM dead_letters WHERE ${chosen}`, ...values);
        giveUp(db, "outbox", maxBytes);
        return back;
      }),
    drop(ids) {
      const [chosen, values] = choose(ids);
      return db.run(`DELETE FROM dead_letters WHERE ${chosen}`, ...values);
    },
  };
}

function choose(ids: readonly number[] | undefined): [string, string[]] {
  return ids === undefined ? ["true", []] : ["id IN (SELECT value FROM json_each(?))", [JSON.stringify(ids)]];
}

/** Takes rows out of the queue and keeps them with their reasons; part of the caller's transaction. */
export function bury(db: Database, rejected: readonly { id: number; reason: string }[], { clock, maxBytes }: QueueOptions): void {
  for (const { id, reason } of rejected) {
    const buried = db.run(
      "INSERT INTO dead_letters (run_id, rejected_ms, reason, point) SELECT run_id, ?, ?, point FROM outbox WHERE id = ?",
      clock.now(),
      reason,
      id,
    );
    if (buried > 0) db.run("DELETE FROM outbox WHERE id = ?", id);
  }
  giveUp(db, "dead_letters", maxBytes);
}
