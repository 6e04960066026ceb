import logUpdate from "log-update";
import type { Run, StateChange } from "../contract/run.ts";
import type { Logger } from "../kit/log.ts";
import { messageOf } from "../kit/message-of.ts";
import { printable } from "../kit/printable.ts";
import { paintFor } from "./paint.ts";
import { runLine } from "./run-line.ts";
import { type ScreenView, renderScreen } from "./screen.ts";

/** Where `sonde start` shows what happens. */
export interface Display {
  /** Takes a line of the log. */
  note(line: string): void;
  run(run: Run, change: StateChange | null, log: Logger): void;
  stop(): void;
}

/** A live table on a terminal, plain lines elsewhere. */
export function displayFor(stream: NodeJS.WriteStream, look: Look): Display {
  return stream.isTTY ? liveDisplay(stream, look) : plainDisplay(stream);
}

/** What the table shows now; `null` before there is anything. */
export type Look = () => Omit<ScreenView, "notes" | "width" | "paint"> | null;

const refreshMs = 500;
const keptNotes = 4;

/** On a terminal a live table, with the last lines of the log under it. */
function liveDisplay(stream: NodeJS.WriteStream, look: Look): Display {
  const notes: string[] = [];
  const paint = paintFor(stream);
  const draw = () => {
    try {
      const view = look();
      if (view) logUpdate(renderScreen({ ...view, notes, width: stream.columns || 80, paint }));
    } catch (error) {
      // A store that cannot be read now may be read again: the worker goes on.
      logUpdate([messageOf(error), ...notes].join("\n"));
    }
  };
  const timer = setInterval(draw, refreshMs);
  return {
    note(line) {
      notes.push(printable(line));
      if (notes.length > keptNotes) notes.shift();
      draw();
    },
    run: draw,
    stop() {
      clearInterval(timer);
      draw();
      logUpdate.done();
    },
  };
}

/** Elsewhere plain lines, one for each run and each change of state. */
function plainDisplay(stream: NodeJS.WriteStream): Display {
  return {
    note: (line) => stream.write(line),
    run(run, change, log) {
      const level = run.verdict === "up" ? "info" : "warn";
      log[level](
        { run: run.id, target: run.target },
        runLine(run, (_colour, text) => text),
      );
      if (change)
        log[change.to === "up" ? "info" : "warn"](
          { target: change.target },
          `${change.probe} was ${change.from} and is ${change.to} now`,
        );
    },
    stop: () => undefined,
  };
}
