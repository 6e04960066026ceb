import type { Config } from "../contract/config.ts";
import { sweepLeftovers } from "../k6/leftovers.ts";
import { systemClock as clock } from "../kit/clock.ts";
import type { Logger } from "../kit/log.ts";
import { lockWorker } from "../store/lock.ts";
import { type Store, openStore } from "../store/open.ts";
import { Exit, exitCodes } from "./exit.ts";
import { runsDirectory } from "./instruments.ts";

/** `once` and `influx backfill` have the lock while they deliver, which is soon over. */
const patienceMs = 7_000;
const pollMs = 250;

/** Opens the store as its one worker, and ends what a killed one left running. Ends the command when another worker has it. */
export async function claimStore(config: Config, log: Logger): Promise<{ store: Store; release(): void }> {
  const { path } = config.store;
  const lock = await patientLock(path, log);
  let store: Store | null = null;
  const release = () => {
    store?.close();
    lock.release();
  };
  try {
    store = openStore(path, { clock, limits: config.store });
    const swept = await sweepLeftovers(runsDirectory(config));
    if (swept.length > 0) log.warn({ runs: swept }, "ended what a killed worker left behind");
    return { store, release };
  } catch (error) {
    release();
    throw error;
  }
}

async function patientLock(path: string, log: Logger): Promise<{ release(): void }> {
  const untilMs = clock.monotonic() + patienceMs;
  for (let tries = 0; ; tries++) {
    const lock = lockWorker(path);
    if (lock.held) return lock;
    const { pid, since } = lock.owner;
    if (tries === 0) log.info({ pid }, "another process uses the store: waiting a moment for it to finish");
    if (clock.monotonic() < untilMs) await clock.sleep(pollMs);
    else
      throw new Exit(
        exitCodes.configuration,
        `Another worker (pid ${pid}, since ${since}) uses this store: ${path}\nStop it, or give this one a store of its own: SONDE_STORE=/path/to/sonde.db`,
      );
  }
}
