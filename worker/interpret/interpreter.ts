import type { Observed, ObservedStep } from "../contract/observed.ts";
import { noContact, withSamples } from "./contact.ts";
import { parseLine } from "./output-line.ts";
import type { NoteLeftover, Reading } from "./reading.ts";
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
  /** Is told at once what the journey makes on its target and removes again. What it throws comes out of `sample`. */
  noteLeftover: NoteLeftover;
}

/** So many unreadable lines are proof enough: the rest of a flood is only counted. */
const maxUnreadableLines = 1_000;

/** Turns k6's output into what was observed. Its memory is bounded, whatever the output. */
export function createInterpreter(expectations: Expectations): Interpreter {
  const reading = emptyReading(expectations);
  const { endsAtMarker } = expectations;
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
      contact: withSamples(reading.seen.contact, { responses: reading.seen.responses, addresses: addressesOf(reading) }),
      journeyMs: endsAtMarker ? reading.seen.journeyMs : null,
      steps: reading.table.steps.map((step) => ({ ...step, open: isOpen(reading, step) })),
      tooManySteps: reading.table.tooMany,
      thresholdsWithoutSamples: reading.watch.withoutSamples(),
    }),
  };
}

function emptyReading({ thresholds, learnSecret, noteLeftover }: Expectations): Reading {
  return {
    table: createStepTable(),
    watch: watchThresholds(thresholds),
    marked: new Set(),
    lastRequest: new Map(),
    firstStepAtMs: null,
    learnSecret,
    noteLeftover,
    leftoverNotes: 0,
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
      contact: noContact(),
      journeyMs: null,
    },
  };
}

function addressesOf({ table }: Reading): string[] {
  return table.steps.flatMap(({ remoteAddress }) => remoteAddress ?? []);
}

function isOpen({ marked }: Reading, { name, started, ended }: ObservedStep): boolean {
  return marked.has(name) && started > (ended?.occurrences ?? 0);
}
