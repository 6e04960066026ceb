import PQueue from "p-queue";

/** `first`: before everything that waits with `normal`. */
export type Priority = "first" | "normal";

/** How many runs go on at once. */
export interface Slots {
  /**
   * Runs `action` as soon as a slot is free, in the order of calls within a priority. Settles as it does, or rejects with an
   * `AbortError` when it was dropped before it started.
   */
  run<T>(priority: Priority, action: () => Promise<T>): Promise<T>;
  /** What runs beyond a smaller number goes on to its end. */
  resize(concurrency: number): void;
  /** Gives up what has not started. */
  drop(): void;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
}

const rank: Record<Priority, number> = { first: 1, normal: 0 };

export function createSlots(concurrency: number): Slots {
  const queue = new PQueue({ concurrency });
  return {
    run: (priority, action) => queue.add(action, { priority: rank[priority] }) as ReturnType<typeof action>,
    resize: (concurrency) => void (queue.concurrency = concurrency),
    drop: () => queue.clear(),
    idle: () => queue.onIdle(),
  };
}
