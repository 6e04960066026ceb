import type { Observed } from "../contract/observed.ts";
import type { RunResult } from "../contract/result.ts";
import type { Step } from "../contract/run.ts";
import type { Blame, Verdict } from "../contract/words.ts";
import type { Standard } from "./step.ts";

/** What is judged. */
export interface Case extends Standard {
  result: RunResult;
  observed: Observed;
  /** Whether an address outside the target could be reached; `null`: nobody asked. */
  canaryReached: boolean | null;
}

/** A case with its steps judged. */
export type Facts = Case & { steps: Step[] };

/** What a row of the table says when it applies. */
export interface Finding {
  verdict: Verdict;
  blame: Blame | null;
  cause: string | null;
  /** The step that `cause` is about. */
  step?: Step | undefined;
}
