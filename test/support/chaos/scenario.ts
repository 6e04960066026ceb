import type { Random } from "./random.ts";
import type { Stage, StageOptions } from "./stage.ts";

/** One way to do harm. A round of it is good when nothing was lost, doubled, left behind or told wrongly. */
export interface Scenario {
  /** Unique, and the start of a sentence: "kill -9 of the worker while runs are in flight". */
  title: string;
  stage?: StageOptions;
  /** Rounds in `npm test`, and in `npm run test:long`. */
  rounds: { short: number; long: number };
  /** Why it cannot be played on this machine; `null`: it can. */
  impossible?: () => string | null;
  /**
   * Does the harm, and gives what was hit, in numbers. Throws when something is not as it should be. What was done to the servers may
   * stay done, and a worker may go on.
   */
  play(stage: Stage, random: Random): Promise<Hits>;
}

/** What was hit to how many, such as `{ "runs in flight": 3 }`. */
export type Hits = Record<string, number>;
