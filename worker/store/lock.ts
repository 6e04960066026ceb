import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { systemClock } from "../kit/clock.ts";
import { type Database, openDatabase } from "./database.ts";
import { StoreBusyError } from "./errors.ts";
import { explaining } from "./explain.ts";
import { pause } from "./pause.ts";
import { makePrivateFile } from "./private-file.ts";

export type WorkerLock = { held: true; release(): void } | { held: false; owner: LockOwner };

/** `pid` 0 and `since` "unknown": the owner did not say. */
export interface LockOwner {
  pid: number;
  /** ISO 8601. */
  since: string;
}

const unknownOwner: LockOwner = { pid: 0, since: "unknown" };
const ownerRecord: z.ZodType<LockOwner> = z.object({ pid: z.number().int().positive(), since: z.string() });

/** Reachable from here, a lock whose caller forgot it is not collected and closed. */
const heldLocks = new Set<Database>();

/**
 * The right to be the one worker of the store at `path`: the write lock of an empty database beside it, which the system takes back
 * from a process however it ends, and which no pid can be mistaken for. Throws `Store…Error`s where that file cannot be made.
 */
export function lockWorker(path: string): WorkerLock {
  const lockPath = `${path}-lock`;
  const ownerPath = `${path}-lock.json`;
  makePrivateFile(lockPath);
  const db = openDatabase(lockPath, { busyMs: 0 });
  try {
    // In memory, because the journal of a killed owner would have to be rolled back first.
    db.exec("PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE;");
    explaining(ownerPath, () => writeOwner(ownerPath));
  } catch (error) {
    db.close();
    if (error instanceof StoreBusyError) return { held: false, owner: findOwner(ownerPath) };
    throw error;
  }
  heldLocks.add(db);
  return {
    held: true,
    release() {
      if (!heldLocks.delete(db)) return;
      rmSync(ownerPath, { force: true });
      db.close();
    },
  };
}

function writeOwner(path: string): void {
  const owner: LockOwner = { pid: process.pid, since: new Date(systemClock.now()).toISOString() };
  const whole = `${path}.${process.pid}`;
  writeFileSync(whole, JSON.stringify(owner), { mode: 0o600 });
  renameSync(whole, path);
}

/** An owner writes its name down just after it has the lock: until then there is none, or that of a dead one. */
function findOwner(path: string): LockOwner {
  for (let tries = 10; tries > 0; tries--) {
    const owner = readOwner(path);
    if (owner && isAlive(owner.pid)) return owner;
    pause(20);
  }
  return readOwner(path) ?? unknownOwner;
}

function readOwner(path: string): LockOwner | null {
  try {
    return ownerRecord.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

/** A process of another user is alive, too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
