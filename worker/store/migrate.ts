import { type Database, numberFrom } from "./database.ts";
import { StoreNewerError } from "./errors.ts";
import { schema1 } from "./schema-1.ts";
import { schema2 } from "./schema-2.ts";
import { schema3 } from "./schema-3.ts";
import { schemaRollups } from "./schema-rollups.ts";

/** Brings a store from the version that is its place in the list to the next one. */
export type Migration = (db: Database) => void;

/** Never change one that was released: add another. */
export const migrations: readonly Migration[] = [schema1, schema2, schema3, schemaRollups].map(
  (schema) => (db) => db.exec(schema),
);

/**
 * Brings a store up to date, a transaction a version. The version is read again under the write lock: two processes may come at
 * once. Throws `StoreNewerError`.
 */
export function migrate(db: Database, known: readonly Migration[] = migrations): void {
  while (versionOf(db, known.length) < known.length) {
    db.write(() => {
      const version = versionOf(db, known.length);
      const next = known[version];
      if (!next) return;
      next(db);
      db.exec(`PRAGMA user_version = ${version + 1}`);
    });
  }
}

/** The version of a store's schema; 0: nothing in it yet. Throws `StoreNewerError` when it is beyond `known`. */
export function versionOf(db: Database, known: number): number {
  const found = numberFrom(db, "PRAGMA user_version");
  if (found > known) throw new StoreNewerError(db.path, { found, known });
  return found;
}
