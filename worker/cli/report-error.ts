import { CommanderError } from "commander";
import { Exit, exitCodes } from "./exit.ts";

/** A full disk is no mistake in the configuration: the same command may work later. */
const passesByItself = new Set(["StoreFullError", "StoreBusyError", "StoreDiskError"]);

/** Says what ended a command, and returns its exit code. */
export function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.configuration;
  if (error instanceof Exit) {
    console.error(error.message);
    return error.code;
  }
  if (isExplained(error)) {
    console.error(error.message);
    return passesByItself.has(error.name) ? exitCodes.notMeasured : exitCodes.configuration;
  }
  console.error("This is a fault of Sonde, not of the target:", error);
  return exitCodes.notMeasured;
}

/** Errors whose message says what to do: of the store, of the port. A stack trace would only hide it. */
function isExplained(error: unknown): error is Error {
  return error instanceof Error && /^(Store|Web)\w*Error$/.test(error.name);
}
