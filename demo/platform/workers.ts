import { ComponentFailure } from "./components/component.ts";
import type { Pace } from "./pace.ts";

/** What an overloaded backend has left for its users: few workers, and a queue before them that has an end. */
export interface Workers {
  /** Waits for a free worker, and takes so many turns of its time. Rejects with `ComponentFailure` when too many wait. */
  work(turns: number): Promise<void>;
}

const count = 8;
const longestQueue = 40;
const turnMs = [2_600, 2_800] as const;

export function createWorkers(pace: Pace): Workers {
  const queue: (() => void)[] = [];
  let busy = 0;
  return {
    async work(turns) {
      if (busy >= count) {
        if (queue.length >= longestQueue) throw tooMany();
        await new Promise<void>((resolve) => queue.push(resolve));
      } else busy += 1;
      await pace.between(turns * turnMs[0], turns * turnMs[1]);
      const next = queue.shift();
      if (next) next();
      else busy -= 1;
    },
  };
}

function tooMany(): ComponentFailure {
  return new ComponentFailure("overloaded", `Server overloaded: ${longestQueue} requests wait already`, { "retry-after": "10" });
}
