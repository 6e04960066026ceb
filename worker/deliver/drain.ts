import { setImmediate as pause } from "node:timers/promises";
import type { DrainerOptions } from "./drainer-options.ts";
import { createFlushes } from "./flushes.ts";
import { createTurns } from "./turn.ts";

export interface Drainer {
  /** Delivers until `stop`. */
  start(): void;
  /** Ends a request in flight; what it carried waits in the outbox. */
  stop(): Promise<void>;
  /** Rows were added. */
  wake(): void;
  /**
   * Tries at once, whatever back-off is due, and resolves with whether nothing waits any more: when that is so, when the next try
   * would be later than `timeoutMs`, or when `timeoutMs` are over. Works without `start`, too.
   */
  flush(timeoutMs: number): Promise<boolean>;
}

/** Empties an outbox into InfluxDB, oldest first, one request at a time; the back-off is kept in the outbox. */
export function createDrainer(options: DrainerOptions): Drainer {
  const { clock } = options;
  const turns = createTurns(options);
  const flushes = createFlushes(clock);
  let running: { stopping: AbortController; ended: Promise<void> } | null = null;
  let rest = new AbortController();

  async function loop(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      rest = new AbortController();
      const turn = await turns.next(stopping);
      flushes.tell(turn);
      if (turn.waitMs === 0) await pause();
      else await clock.sleep(turn.waitMs, AbortSignal.any([stopping, rest.signal]));
    }
  }

  const drainer: Drainer = {
    start() {
      if (running) return;
      const stopping = new AbortController();
      running = { stopping, ended: loop(stopping.signal) };
    },
    async stop() {
      const ending = running;
      running = null;
      ending?.stopping.abort();
      await ending?.ended;
    },
    wake: () => rest.abort(),
    async flush(timeoutMs) {
      const wasRunning = running !== null;
      const flushed = flushes.wait(timeoutMs);
      turns.hurry();
      drainer.start();
      drainer.wake();
      const empty = await flushed;
      if (!wasRunning) await drainer.stop();
      return empty;
    },
  };
  return drainer;
}
