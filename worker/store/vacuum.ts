import type { Clock } from "../kit/clock.ts";
import { connectExisting } from "./connect.ts";
import { fileUse, freeSome } from "./free-pages.ts";

export interface Vacuumed {
  freedBytes: number;
  /** Free pages that are left inside the file. */
  freeBytes: number;
  /** `false`: the budget was over before the work. */
  done: boolean;
}

/**
 * Gives a store's free pages back to the file system, in steps of a few milliseconds between which others may write, for at most
 * `budgetMs`. A worker that has the store open shrinks the file itself at its next checkpoint. Throws `Store…Error`s.
 */
export function vacuumStore(path: string, budgetMs: number, clock: Clock): Vacuumed {
  const db = connectExisting(path);
  try {
    const untilMs = clock.monotonic() + budgetMs;
    let freedBytes = 0;
    let done = false;
    while (!done && clock.monotonic() < untilMs) {
      const freed = freeSome(db);
      freedBytes += freed;
      done = freed === 0;
    }
    const { freeBytes } = fileUse(db);
    return { freedBytes, freeBytes, done: done || freeBytes === 0 };
  } finally {
    db.close();
  }
}
