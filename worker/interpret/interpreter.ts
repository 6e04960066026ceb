import type { Observed, ObservedStep } from "../contract/observed.ts";
import { parseLine } from "./output-line.ts";
import type { Reading } from "./reading.ts";
import { createStepTable } from "./step-table.ts";
import { takeLog } from "./take-log.ts";
import { takeSample } from "./take-sample.ts";
import { watchThresholds } from "./threshold.ts";

export interface Interpreter {
  /** Takes one line of k6's samples; `"ended"` once the journey is over. */
  sample(line: string): "ended" | undefined;
  /** Takes one line of k6's log. */
  log(line: string): void;
  finish(): Observed;
}

export interface Expectations {
  /** The journey's end marker is the end of the run; what k6 says after it does not count. */
  endsAtMarker: boolean;
  /** Threshold selectors of the script. */
  thresholds: readonly string[];
  /** Learns a secret that the journey came by at run time. */
  learnSecret: (value: string) => void;
}

/** So many unreadable lines are proof enough: the rest of a flood is only counted. */
const maxUnreadableLines = 1_000;

/** Turns k6's output into what was observed. Its memory is bounded, whatever the output. */
export function createInterpreter({ endsAtMarker, thresholds, learnSecret }: Expectations): Interpreter {
  const reading = emptyReading(thresholds, learnSecret);
  const isOver = () => endsAtMarker && reading.seen.journeyEnded;
  return {
    sample(line) {
      if (isOver()) return "ended";
      const parsed = reading.seen.unreadableLines < maxUnreadableLines ? parseLine(line) : null;
      if (parsed === null) reading.seen.unreadableLines += 1;
      else if (parsed !== "metric") takeSample(reading, parsed);
      return isOver() ? "ended" : undefined;
    },
    log: (line) => takeLog(reading, line),
    finish: () => ({
      ...reading.seen,
      steps: reading.table.steps.map((step) => ({ ...step, open: isOpen(reading, step) })),
      tooManySteps: reading.table.tooMany,
      thresholdsWithoutSamples: reading.watch.withoutSamples(),
    }),
  };
}

function emptyReading(thresholds: readonly string[], learnSecret: (value: string) => void): Reading {
  return {
    table: createStepTable(),
    watch: watchThresholds(thresholds),
    marked: new Set(),
    lastRequest: new Map(),
    learnSecret,
    seen: {
      requests: 0,
      responses: 0,
      badResponses: 0,
      exceptions: [],
      failures: [],
      aborted: null,
      thresholdsCrossed: [],
      journeyEnded: false,
      lastError: null,
      unreadableLines: 0,
      logs: [],
      revision: null,
    },
  };
}

function isOpen({ marked }: Reading, { name, started, ended }: ObservedStep): boolean {
  return marked.has(name) && started > (ended?.occurrences ?? 0);
}
