import type { Clock } from "../kit/clock.ts";

interface Waiting {
  deadlineMs: number;
  resolve: (empty: boolean) => void;
}

/** Those who wait for an empty outbox. */
export interface Flushes {
  wait(timeoutMs: number): Promise<boolean>;
  /** After each turn: whether nothing waits any more, else how long until the next turn. */
  tell(turn: { empty: boolean; waitMs: number }): void;
}

export function createFlushes(clock: Clock): Flushes {
  const all = new Set<Waiting>();

  function end(waiting: Waiting, empty: boolean): void {
    if (all.delete(waiting)) waiting.resolve(empty);
  }

  return {
    async wait(timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const waiting = { deadlineMs: clock.monotonic() + timeoutMs, resolve };
      const over = new AbortController();
      all.add(waiting);
      void clock.sleep(timeoutMs, over.signal).then(() => end(waiting, false));
      const empty = await promise;
      over.abort();
      return empty;
    },
    tell({ empty, waitMs }) {
      for (const waiting of all) {
        if (empty) end(waiting, true);
        else if (clock.monotonic() + waitMs > waiting.deadlineMs) end(waiting, false);
      }
    },
  };
}
