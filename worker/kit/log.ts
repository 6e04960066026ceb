import { pino } from "pino";
import { z } from "zod";
import { printable } from "./printable.ts";
import type { Redactor } from "./redact.ts";

export type { Logger } from "pino";

export interface LogOptions {
  redactor: Redactor;
  /** `text`: one readable line an entry; `json`: pino's own. */
  form: "text" | "json";
  write: (line: string) => void;
}

/** Every line passes the redactor as text, so no path to it is forgotten. */
export function createLogger({ redactor, form, write }: LogOptions): pino.Logger {
  const shape = form === "json" ? (line: string) => line : readable;
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    { write: (line: string) => write(shape(redactor.text(line))) },
  );
}

const entry = z.object({ level: z.string(), time: z.string(), msg: z.string().default("") }).loose();

/** `2026-01-01T00:00:00.000Z warn  message key=value`. */
function readable(line: string): string {
  const { level, time, msg, ...rest } = entry.parse(JSON.parse(line));
  const details = Object.entries(rest).map(
    ([key, value]) => ` ${key}=${printable(typeof value === "string" ? value : JSON.stringify(value))}`,
  );
  return `${time} ${level.padEnd(5)} ${printable(msg)}${details.join("")}\n`;
}
