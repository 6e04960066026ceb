/** Wall time for timestamps, monotonic time for durations; handed in so that tests can turn it. */
export interface Clock {
  /** Epoch milliseconds. May jump. */
  now(): number;
  /** Milliseconds from an arbitrary origin. Never goes back. */
  monotonic(): number;
  /** Resolves after `ms` milliseconds of monotonic time, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal?.addEventListener("abort", wake, { once: true });
    }),
};
