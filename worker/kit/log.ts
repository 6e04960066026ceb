import { pino } from "pino";
import type { Logger } from "pino";
import type { Redactor } from "./redact.ts";

export type { Logger } from "pino";

/** JSON lines on standard error; every line passes the redactor as text, so no path to it is forgotten. */
export function createLogger(redactor: Redactor, write: (line: string) => void = (line) => process.stderr.write(line)): Logger {
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    { write: (line) => write(redactor.text(line)) },
  );
}
