import type { Switchboard } from "../faults/switchboard.ts";
import { type Accounts, type NewAccount, createAccounts } from "./accounts.ts";
import type { Pace } from "./pace.ts";
import { type Tokens, createTokens } from "./tokens.ts";

/** What the endpoints share. */
export interface Platform {
  accounts: Accounts;
  tokens: Tokens;
  pace: Pace;
  faults: Switchboard;
  /** When it started, by `performance.now()`. */
  startedMs: number;
}

export function createPlatform(own: NewAccount, pace: Pace, faults: Switchboard): Platform {
  return {
    accounts: createAccounts(own),
    tokens: createTokens(),
    pace,
    faults,
    startedMs: performance.now(),
  };
}
