import { pino } from "pino";
import { z } from "zod";
import { escapeUnprintable, printable } from "./printable.ts";
import type { Redactor } from "./redact.ts";

export type { Logger } from "pino";

export interface LogOptions {
  redactor: Redactor;
  /** `text`: one readable line an entry; `json`: pino's own. */
  form: "text" | "json";
  write: (line: string) => void;
}

/**
 * Every line passes the redactor, so no path to it is forgotten. It is taken apart for that: masking the JSON as text would take
 * backslashes with it, and what is left would be no JSON.
 */
export function createLogger({ redactor, form, write }: LogOptions): pino.Logger {
  const shape = form === "json" ? asJson : readable;
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    {
      write(line: string) {
        const { level, time, ...said } = entry.parse(JSON.parse(line));
        write(shape({ level, time, ...redactor.deep(said) }));
      },
    },
  );
}

const entry = z.object({ level: z.string(), time: z.string(), msg: z.string().default("") }).loose();
type Entry = z.infer<typeof entry>;

function asJson(said: Entry): string {
  return `${escapeUnprintable(JSON.stringify(said))}\n`;
}

/** `2026-01-01T00:00:00.000Z warn  message key=value`. */
function readable({ level, time, msg, ...rest }: Entry): string {
  const details = Object.entries(rest).map(
    ([key, value]) => ` ${printable(key)}=${printable(typeof value === "string" ? value : JSON.stringify(value))}`,
  );
  return `${time} ${level.padEnd(5)} ${printable(msg)}${details.join("")}\n`;
}
