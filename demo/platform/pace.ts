/** The platform's sense of time: everything it takes its time for goes through here. */
export interface Pace {
  /** Waits for a random time between two numbers of milliseconds, scaled; at once when the platform stops. */
  between(minMs: number, maxMs: number): Promise<void>;
  /** Milliseconds of platform time, from an arbitrary origin: with a scale of 0.1 ten pass in one. */
  now(): number;
  /** Ends all waiting, now and from now on. */
  stop(): void;
}

/** `timeScale` 1 is as slow as the real platform, 0.1 ten times faster, 0 does not wait. */
export function createPace(timeScale: number, random: () => number = Math.random): Pace {
  const wakes = new Set<() => void>();
  let isStopped = false;
  return {
    between: (minMs, maxMs) =>
      new Promise((resolve) => {
        const ms = (minMs + random() * (maxMs - minMs)) * timeScale;
        if (isStopped || ms <= 0) return resolve();
        const wake = () => {
          clearTimeout(timer);
          wakes.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        wakes.add(wake);
      }),
    now: () => performance.now() / Math.max(timeScale, 1e-6),
    stop() {
      isStopped = true;
      for (const wake of wakes) wake();
    },
  };
}
