import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { type Preferences, firstPreferences } from "./preferences.ts";
import { type Threads, createThreads } from "./threads.ts";

export interface Account {
  id: string;
  email: string;
  displayName: string;
  preferences: Preferences;
  threads: Threads;
}

export interface NewAccount {
  email: string;
  password: string;
  displayName: string;
}

export interface Accounts {
  /** `null`: the e-mail address is taken. */
  signUp(account: NewAccount): Account | null;
  /** `null`: no such account, or another password. */
  signIn(email: string, password: string): Account | null;
  /** `null`: there is none, or none any more. */
  find(id: string): Account | null;
  remove(id: string): void;
}

/**
 * Accounts in memory. `own` is there from the start. At most `limit` others are: who signs up one too many pushes the oldest out,
 * so that probes that leave their throw-away accounts behind cannot fill the memory.
 */
export function createAccounts(own: NewAccount, limit = 5_000): Accounts {
  const pepper = randomBytes(32);
  const digest = (password: string) => createHmac("sha256", pepper).update(password).digest();
  const byEmail = new Map<string, Account & { password: Buffer }>();
  const byId = new Map<string, Account>();
  /** Ids of all but the own one, the oldest first. */
  const guests = new Set<string>();

  function add({ email, password, displayName }: NewAccount): Account {
    const threads = createThreads();
    const account = { id: randomUUID(), email, displayName, preferences: firstPreferences, threads, password: digest(password) };
    byEmail.set(keyOf(email), account);
    byId.set(account.id, account);
    return account;
  }
  function remove(id: string): void {
    const account = byId.get(id);
    if (!account) return;
    byId.delete(id);
    guests.delete(id);
    byEmail.delete(keyOf(account.email));
  }

  add(own);
  return {
    signUp(account) {
      if (byEmail.has(keyOf(account.email))) return null;
      const [oldest] = guests;
      if (guests.size >= limit && oldest !== undefined) remove(oldest);
      const added = add(account);
      guests.add(added.id);
      return added;
    },
    signIn(email, password) {
      const account = byEmail.get(keyOf(email));
      return account && timingSafeEqual(account.password, digest(password)) ? account : null;
    },
    find: (id) => byId.get(id) ?? null,
    remove,
  };
}

function keyOf(email: string): string {
  return email.toLowerCase();
}
