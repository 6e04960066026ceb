import { setTimeout as sleep } from "node:timers/promises";

/** Looks again and again until `look` gives something other than `null`; rejects when `signal` aborts or after `limitMs`. */
export async function until<T>(
  look: () => T | null | Promise<T | null>,
  { what, signal, limitMs, everyMs = 50 }: { what: string; signal: AbortSignal; limitMs: number; everyMs?: number },
): Promise<T> {
  for (const endMs = performance.now() + limitMs; performance.now() < endMs; await sleep(everyMs, undefined, { signal })) {
    const seen = await look();
    if (seen !== null) return seen;
  }
  throw new Error(`waited ${limitMs} ms in vain until ${what}`);
}

/** Rejects when `promise` is not settled after `limitMs`. */
export async function within<T>(promise: Promise<T>, limitMs: number, what: string): Promise<T> {
  const over = new AbortController();
  const late = sleep(limitMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${what} took longer than ${limitMs} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
  }
}

/** Calls `action` so many times, `atOnce` at a time; after one that rejects no more are begun, and those under way are waited for. */
export async function times(count: number, atOnce: number, signal: AbortSignal, action: () => Promise<void>): Promise<void> {
  let left = count;
  const lane = async () => {
    try {
      for (; left > 0; signal.throwIfAborted()) {
        left -= 1;
        await action();
      }
    } catch (error) {
      left = 0;
      throw error;
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  const failed = lanes.find((lane) => lane.status === "rejected");
  if (failed) throw failed.reason;
}
