import { lockWorker } from "../store/lock.ts";
import { Exit, exitCodes } from "./exit.ts";

/** The right to be this store's worker, until released or until this process dies. Ends the command when another has it. */
export function soleWorker(path: string): { release(): void } {
  const lock = lockWorker(path);
  if (lock.held) return lock;
  throw new Exit(
    exitCodes.configuration,
    `Another worker (pid ${lock.owner.pid}, since ${lock.owner.since}) uses this store: ${path}\nStop it, or give this one a store of its own: SONDE_STORE=/path/to/sonde.db`,
  );
}
