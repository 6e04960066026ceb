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
  /** Step of the last request, for checks that name none. */
  lastRequest: string | null;
  learnSecret: (value: string) => void;
}
