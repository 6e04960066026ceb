import { setTimeout as sleep } from "node:timers/promises";
import type { BareK6 } from "./bare-k6.ts";

/** What one writes without Sonde: a `setInterval` a probe. */
export interface NaiveLoop {
  probes: number;
  everyMs: number;
  /** Whether somebody took the trouble to spread the timers over the interval. */
  spread: boolean;
  forMs: number;
  signal: AbortSignal;
}

/** Runs k6 on that loop, and gives how late each run started by the clock, in milliseconds. */
export async function naiveLateness(k6: BareK6, { probes, everyMs, spread, forMs, signal }: NaiveLoop): Promise<number[]> {
  const lateness: number[] = [];
  const running = new Set<Promise<void>>();
  const trouble = new AbortController();
  const begin = () => {
    let dueAt = performance.now();
    return setInterval(() => {
      dueAt += everyMs;
      lateness.push(Math.max(0, performance.now() - dueAt));
      const run = k6.run().catch((error: unknown) => trouble.abort(error));
      running.add(run);
      void run.then(() => running.delete(run));
    }, everyMs);
  };
  const timers: NodeJS.Timeout[] = [];
  const over = AbortSignal.any([signal, trouble.signal]);
  try {
    for (let probe = 0; probe < probes; probe++) {
      timers.push(begin());
      if (spread) await sleep(everyMs / probes, undefined, { signal: over });
    }
    await sleep(forMs, undefined, { signal: over });
  } catch (error) {
    throw trouble.signal.aborted ? trouble.signal.reason : error;
  } finally {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running);
  }
  return lateness;
}
