import { messageOf } from "../kit/message-of.ts";
import { createLineSplitter } from "./lines.ts";
import type { Ending } from "./ending.ts";

/** What all outputs of a run share: how much may still be read of them. */
export interface OutputLimit {
  isReached: () => boolean;
  add: (bytes: number) => void;
  giveUp: (detail: string) => void;
}

export function createOutputLimit(maxBytes: number, stop: (why: Ending) => void): OutputLimit {
  let bytes = 0;
  let reached = false;
  const giveUp = (detail: string) => {
    reached = true;
    stop({ kind: "kill", by: "output", detail });
  };
  return {
    isReached: () => reached,
    giveUp,
    add(more) {
      bytes += more;
      if (!reached && bytes > maxBytes) giveUp(`k6 wrote more than ${maxBytes} bytes; the rest was not read`);
    },
  };
}

/** Takes one output in pieces and hands on its lines. */
export interface Intake {
  /** Of bytes that were written, as soon as they are seen. */
  count: (bytes: number) => void;
  /** Says whether it wants more. */
  take: (chunk: Buffer) => boolean;
  end: () => void;
}

/** `line` that throws reaches the limit as well: a run whose output cannot be read must not go on, nor take the worker with it. */
export function createIntake(limit: OutputLimit, line: (text: string) => void): Intake {
  const splitter = createLineSplitter((text) => {
    if (limit.isReached()) return;
    try {
      line(text);
    } catch (error) {
      limit.giveUp(`k6's output could not be interpreted: ${messageOf(error)}`);
    }
  });
  return {
    count: limit.add,
    take(chunk) {
      if (!limit.isReached()) splitter.write(chunk);
      return !limit.isReached();
    },
    end: () => splitter.end(),
  };
}
