import type { Log } from "../log/log.ts";
import { type Accounts, type NewAccount, createAccounts } from "./accounts.ts";
import { type Backend, createBackend } from "./backend.ts";
import type { Faults } from "./faults.ts";
import type { Pace } from "./pace.ts";
import { workingRelease } from "./release.ts";
import { type Tokens, createTokens } from "./tokens.ts";
import { type Workers, createWorkers } from "./workers.ts";

/** What the two services and their front share. */
export interface Platform {
  accounts: Accounts;
  tokens: Tokens;
  pace: Pace;
  faults: Faults;
  log: Log;
  backend: Backend;
  workers: Workers;
  /** Stops all instances of the backend: the next request starts one. */
  scaleToZero(): void;
}

export interface PlatformOptions {
  /** Of the backend. Default 2. */
  instances?: number | undefined;
  /** Milliseconds of platform time without a request, until the backend scales to zero. Default 15 minutes. */
  idleMs?: number | undefined;
}

export function createPlatform(
  own: NewAccount,
  pace: Pace,
  faults: Faults,
  log: Log,
  { instances = 2, idleMs = 900_000 }: PlatformOptions = {},
): Platform {
  const working = workingRelease(instances);
  const backend = createBackend({ release: working, idleMs, pace, log });
  const deploy = (revision?: string) => {
    const release = faults.deployed(working);
    const isNew = JSON.stringify(release) !== JSON.stringify(backend.release());
    if (isNew || revision !== undefined) backend.rollOut(release, revision);
  };
  faults.onChange(deploy);
  deploy();
  return {
    accounts: createAccounts(own),
    tokens: createTokens(),
    pace,
    faults,
    log,
    backend,
    workers: createWorkers(pace),
    scaleToZero: () => backend.scaleToZero(),
  };
}
