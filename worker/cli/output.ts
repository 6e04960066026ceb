import { type Logger, createLogger } from "../kit/log.ts";
import type { Redactor } from "../kit/redact.ts";
import { type Display, type Look, displayFor } from "./display.ts";

/** Where a worker says what it does. */
export interface Output {
  log: Logger;
  display: Pick<Display, "run">;
  /** From now on a terminal shows this. */
  show(look: Look): void;
  close(): void;
}

/** A live table or plain lines on standard output, and the log in it; `SONDE_LOG=json` for machines. */
export function openOutput(redactor: Redactor): Output {
  let look: Look | null = null;
  const display = displayFor(process.stdout, () => look?.() ?? null);
  const form = process.env["SONDE_LOG"] === "json" ? "json" : "text";
  return {
    log: createLogger({ redactor, form, write: (line) => display.note(line) }),
    display,
    show: (next) => void (look = next),
    close: () => display.stop(),
  };
}
