import { setImmediate as pause } from "node:timers/promises";
import type { Clock } from "./clock.ts";

export interface FakeClock extends Clock {
  /** Lets `ms` pass: sleepers wake in order, each with time to act. */
  advance(ms: number): Promise<void>;
  /** The wall clock jumps; nobody wakes. */
  jump(ms: number): void;
}

/** A clock that stands still until it is told to move, for tests. */
export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  let elapsedMs = 0;
  let jumpedMs = 0;
  const sleepers = new Set<{ atMs: number; wake: () => void }>();

  return {
    now: () => startMs + elapsedMs + jumpedMs,
    monotonic: () => elapsedMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = { atMs: elapsedMs + ms, wake };
        function wake() {
          sleepers.delete(sleeper);
          resolve();
        }
        if (signal?.aborted) return resolve();
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake, { once: true });
      }),
    async advance(ms) {
      const untilMs = elapsedMs + ms;
      await settled();
      for (;;) {
        const [next] = [...sleepers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
        if (!next) break;
        elapsedMs = Math.max(elapsedMs, next.atMs);
        next.wake();
        await settled();
      }
      elapsedMs = untilMs;
    },
    jump: (ms) => void (jumpedMs += ms),
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await pause();
}
