import type { Config } from "../contract/config.ts";
import { sweepLeftovers } from "../k6/leftovers.ts";
import { systemClock as clock } from "../kit/clock.ts";
import type { Logger } from "../kit/log.ts";
import { lockWorker } from "../store/lock.ts";
import { type Store, openStore } from "../store/open.ts";
import { Exit, exitCodes } from "./exit.ts";
import { runsDirectory } from "./instruments.ts";

/** Opens the store as its one worker, and ends what a killed one left running. Ends the command when another worker has it. */
export async function claimStore(config: Config, log: Logger): Promise<{ store: Store; release(): void }> {
  const { path } = config.store;
  const lock = lockWorker(path);
  if (!lock.held) {
    const { pid, since } = lock.owner;
    throw new Exit(
      exitCodes.configuration,
      `Another worker (pid ${pid}, since ${since}) uses this store: ${path}\nStop it, or give this one a store of its own: SONDE_STORE=/path/to/sonde.db`,
    );
  }
  try {
    const store = openStore(path, { clock, limits: config.store });
    const swept = await sweepLeftovers(runsDirectory(config));
    if (swept.length > 0) log.warn({ runs: swept }, "ended what a killed worker left behind");
    const release = () => {
      store.close();
      lock.release();
    };
    return { store, release };
  } catch (error) {
    lock.release();
    throw error;
  }
}
