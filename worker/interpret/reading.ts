import type { Leftover } from "../contract/markers.ts";
import type { Observed } from "../contract/observed.ts";
import type { StepTable } from "./step-table.ts";
import type { ThresholdWatch } from "./threshold.ts";

export type LeftoverChange = "created" | "removed";

/** Is told what a journey is about to make on its target, and what it took away again, as the journey says so. */
export type NoteLeftover = (change: LeftoverChange, leftover: Leftover) => void;

/** What has been read of a run so far. */
export interface Reading {
  table: StepTable;
  watch: ThresholdWatch;
  seen: Omit<Observed, "steps" | "tooManySteps" | "thresholdsWithoutSamples">;
  /** Steps that the kit marks; their durations are its own. */
  marked: Set<string>;
  /** Scenario to the step of its last request, for checks that name none. */
  lastRequest: Map<string, string>;
  /** When the first step that the kit marks started, by k6's clock. */
  firstStepAtMs: number | null;
  learnSecret: (value: string) => void;
  noteLeftover: NoteLeftover;
  leftoverNotes: number;
}
