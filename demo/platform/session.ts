import type { Account } from "./accounts.ts";

/** A user who is let in. */
export interface Session {
  account: Account;
  /** Epoch milliseconds. */
  expiresMs: number;
}
