import { statSync } from "node:fs";
import { type Database, numberFrom, openDatabase } from "./database.ts";
import { StoreDamagedError, StoreForeignError } from "./errors.ts";
import { explaining } from "./explain.ts";
import { versionOf } from "./migrate.ts";
import { applicationId } from "./schema-1.ts";

/** A file of this size is read through in some 20 ms; larger ones are read through by `checkStore` only. */
const readThroughBytes = 16 * 1_048_576;

/**
 * Looks at a store before anything is written: throws `StoreDamagedError`, `StoreForeignError` or `StoreNewerError`, and leaves the
 * file as it is. A file without a byte is a store that is not made yet.
 */
export function inspect(path: string, knownVersion: number): void {
  const { size } = explaining(path, () => statSync(path));
  if (size === 0) return;
  // Read-only, because the last writer to close would move a dead process's WAL into a damaged file.
  const db = openDatabase(path, { readOnly: true });
  try {
    db.read(() => {
      if (!isOurs(db)) throw new StoreForeignError(path);
      versionOf(db, knownVersion);
      if (size <= readThroughBytes) readThrough(db);
    });
  } finally {
    db.close();
  }
}

function isOurs(db: Database): boolean {
  const id = numberFrom(db, "PRAGMA application_id");
  return id === applicationId || (id === 0 && numberFrom(db, "SELECT count(*) FROM sqlite_schema") === 0);
}

function readThrough(db: Database): void {
  const [found] = Object.values(db.get("PRAGMA quick_check(1)") ?? {});
  if (found !== "ok") throw new StoreDamagedError(db.path, String(found).replaceAll("\n", " "));
}
