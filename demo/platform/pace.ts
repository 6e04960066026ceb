/** The platform's sense of time: everything it takes its time for goes through here. */
export interface Pace {
  /** 1 is as slow as the real platform, 0.1 ten times faster, 0 does not wait. */
  readonly scale: number;
  /** Waits for a random time between two numbers of milliseconds, scaled; at once when the platform stops. */
  between(minMs: number, maxMs: number): Promise<void>;
  /**
   * Acts after so many milliseconds, scaled, yet never before what is already on its way had its turn; not at all once the platform
   * stops. Gives what calls it off. For time-outs and back-off, which must not overtake work that takes no time at a scale of 0.
   */
  after(ms: number, act: () => void): () => void;
  /** Milliseconds of platform time, from an arbitrary origin: with a scale of 0.1 ten pass in one. */
  now(): number;
  /** Ends all waiting, now and from now on. */
  stop(): void;
}

/** What `after` waits for at least, in real milliseconds: the longer of two is still the longer. */
function leastMs(ms: number): number {
  return 20 + ms / 1_000;
}

/** A timer that is set for longer goes off at once. */
const mostMs = 2 ** 31 - 1;

export function createPace(timeScale: number, random: () => number = Math.random): Pace {
  const wakes = new Set<() => void>();
  let isStopped = false;
  return {
    scale: timeScale,
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
    after(ms, act) {
      if (isStopped) return () => undefined;
      const callOff = () => {
        clearTimeout(timer);
        wakes.delete(callOff);
      };
      const timer = setTimeout(
        () => {
          wakes.delete(callOff);
          act();
        },
        Math.min(Math.max(ms * timeScale, leastMs(ms)), mostMs),
      );
      wakes.add(callOff);
      return callOff;
    },
    now: () => performance.now() / Math.max(timeScale, 1e-6),
    stop() {
      isStopped = true;
      for (const wake of wakes) wake();
    },
  };
}
