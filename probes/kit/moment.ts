import { clearTimeout, setTimeout } from "k6/timers";

/** Something that happens once, or never. */
export interface Moment {
  happen(): void;
  hasHappened(): boolean;
  /** Whether it has happened, or does within the time. */
  within(timeoutMs: number): Promise<boolean>;
}

export function createMoment(): Moment {
  let happened = false;
  const waiting = new Set<() => void>();
  return {
    happen() {
      happened = true;
      for (const wake of waiting) wake();
      waiting.clear();
    },
    hasHappened: () => happened,
    within(timeoutMs) {
      if (happened) return Promise.resolve(true);
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
        const timer = setTimeout(() => {
          waiting.delete(wake);
          resolve(false);
        }, timeoutMs);
        waiting.add(wake);
      });
    },
  };
}
