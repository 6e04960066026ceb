import type { Point } from "../contract/measurements.ts";
import type { DeadLetter, Outbox, OutboxRow } from "../contract/outbox.ts";

export interface FakeOutbox extends Outbox {
  /** Everything that was confirmed as written, in that order. */
  delivered: Point[];
}

/** An outbox in memory, for tests. */
export function createFakeOutbox(points: readonly Point[] = []): FakeOutbox {
  let rows: OutboxRow[] = [];
  let dead: DeadLetter[] = [];
  let nextId = 1;
  let backoff = { attempts: 0, nextAttemptMs: 0 };
  const delivered: Point[] = [];

  function take(ids: readonly number[]): OutboxRow[] {
    const wanted = new Set(ids);
    const taken = rows.filter(({ id }) => wanted.has(id));
    rows = rows.filter(({ id }) => !wanted.has(id));
    return taken;
  }
  function takeDead(ids?: readonly number[]): DeadLetter[] {
    const taken = dead.filter(({ id }) => ids === undefined || ids.includes(id));
    dead = dead.filter((letter) => !taken.includes(letter));
    return taken;
  }
  function enqueue(more: readonly Point[]): void {
    for (const point of more) rows.push({ id: nextId++, point });
  }

  enqueue(points);
  return {
    delivered,
    enqueue,
    next: (limit) => rows.slice(0, limit),
    done: (ids) => void delivered.push(...take(ids).map(({ point }) => point)),
    reject(rejected) {
      for (const { id, reason } of rejected) dead.push(...take([id]).map((row) => ({ ...row, reason, rejectedMs: 0 })));
    },
    stats: () => ({ rows: rows.length, bytes: 0, oldestMs: rows.length > 0 ? 0 : null, deadLetters: dead.length, givenUp: 0 }),
    backoff: () => backoff,
    setBackoff: (next) => void (backoff = next),
    deadLetters: {
      list: (limit) => dead.slice(0, limit),
      retry(ids) {
        const again = takeDead(ids);
        enqueue(again.map(({ point }) => point));
        return again.length;
      },
      drop: (ids) => takeDead(ids).length,
    },
  };
}
