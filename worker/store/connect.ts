import { existsSync } from "node:fs";
import { type Database, numberFrom, openDatabase } from "./database.ts";
import { StoreBusyError, StoreOpenError } from "./errors.ts";
import { inspect } from "./inspect.ts";
import { type Migration, migrate, migrations } from "./migrate.ts";
import { pause } from "./pause.ts";
import { makePrivateFile } from "./private-file.ts";

/** What a WAL that has grown in one large transaction is cut back to. */
const walBytes = 8 * 1_048_576;

/** A connection to the store at `path`, made if missing, up to date. Throws `Store…Error`s. */
export function connect(path: string, known: readonly Migration[] = migrations): Database {
  makePrivateFile(path);
  return connectExisting(path, known);
}

/** The same for a store that must be there. */
export function connectExisting(path: string, known: readonly Migration[] = migrations): Database {
  if (!existsSync(path)) throw new StoreOpenError(path, "there is no such file");
  inspect(path, known.length);
  const db = openDatabase(path);
  try {
    insist(() => writeAhead(db));
    db.exec(`PRAGMA synchronous = FULL; PRAGMA journal_size_limit = ${walBytes};`);
    migrate(db, known);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Written without a journal as long as it is empty: there is nothing to go back to, and one that a killed process left could not be
 * rolled back by the read-only look at the file.
 */
function writeAhead(db: Database): void {
  if (numberFrom(db, "PRAGMA page_count") === 0) db.exec("PRAGMA journal_mode = MEMORY; PRAGMA auto_vacuum = INCREMENTAL;");
  db.exec("PRAGMA journal_mode = WAL");
}

/** SQLite does not wait when two processes turn a new file to WAL at once: one of them is told that it is busy. */
function insist(action: () => void): void {
  for (let tries = 100; ; tries--) {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof StoreBusyError) || tries === 0) throw error;
      pause(20);
    }
  }
}
