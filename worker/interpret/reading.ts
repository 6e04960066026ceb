import type { Observed } from "../contract/observed.ts";
import type { StepTable } from "./step-table.ts";
import type { ThresholdWatch } from "./threshold.ts";

/** What has been read of a run so far. */
export interface Reading {
  table: StepTable;
  watch: ThresholdWatch;
  seen: Omit<Observed, "steps" | "tooManySteps" | "thresholdsWithoutSamples">;
  /** Steps that the kit marks; their durations are its own. */
  marked: Set<string>;
  /** Scenario to the step of its last request, for checks that name none. */
  lastRequest: Map<string, string>;
  learnSecret: (value: string) => void;
}
