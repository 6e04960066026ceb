import { existsSync, statSync } from "node:fs";
import { type Database, numberFrom, openDatabase } from "./database.ts";
import { StoreDamagedError, StoreOpenError } from "./errors.ts";
import { fileUse } from "./free-pages.ts";
import { inspect } from "./inspect.ts";
import { migrations, versionOf } from "./migrate.ts";

export type Checked = { ok: true; figures: StoreFigures } | { ok: false; problems: string[] };

export interface StoreFigures {
  version: number;
  /** Size of the file. */
  bytes: number;
  /** Free pages inside it. */
  freeBytes: number;
  runs: number;
  steps: number;
  checks: number;
  outbox: number;
  deadLetters: number;
}

/** Counters, and the sums they must be equal to. */
const counters = [
  ["rows", "SELECT count(*) FROM outbox"],
  ["bytes", "SELECT ifnull(sum(octet_length(point)), 0) FROM outbox"],
  ["dead_letters", "SELECT count(*) FROM dead_letters"],
  ["dead_letter_bytes", "SELECT ifnull(sum(octet_length(point)), 0) FROM dead_letters"],
] as const;

/**
 * Reads a whole store, in use or not, and changes nothing: pages and indexes, references, counters. What is wrong is returned; throws
 * `Store…Error`s only where it cannot be read at all, or is not Sonde's or a newer one's.
 */
export function checkStore(path: string): Checked {
  if (!existsSync(path)) throw new StoreOpenError(path, "there is no such file");
  try {
    inspect(path, migrations.length);
    const db = openDatabase(path, { readOnly: true });
    try {
      return db.read(() => checked(db));
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof StoreDamagedError) return { ok: false, problems: [error.message] };
    throw error;
  }
}

function checked(db: Database): Checked {
  const version = versionOf(db, migrations.length);
  if (version < migrations.length) {
    return { ok: false, problems: [`it has version ${version}: it was not opened since Sonde knows ${migrations.length}`] };
  }
  const problems = [...brokenPages(db), ...brokenReferences(db), ...wrongCounters(db)];
  return problems.length === 0 ? { ok: true, figures: figures(db, version) } : { ok: false, problems };
}

function brokenPages(db: Database): string[] {
  return db
    .all("PRAGMA integrity_check")
    .map((row) => String(Object.values(row)[0]))
    .filter((text) => text !== "ok");
}

function brokenReferences(db: Database): string[] {
  return db
    .all('SELECT "table", parent, count(*) AS rows FROM pragma_foreign_key_check GROUP BY 1, 2')
    .map((row) => `${String(row["rows"])} rows of ${String(row["table"])} belong to no row of ${String(row["parent"])}`);
}

function wrongCounters(db: Database): string[] {
  return counters.flatMap(([counter, sum]) => {
    const [counted, there] = [numberFrom(db, `SELECT ${counter} FROM delivery`), numberFrom(db, sum)];
    return counted === there ? [] : [`the counter ${counter} says ${counted}, but it is ${there}`];
  });
}

function figures(db: Database, version: number): StoreFigures {
  const rows = (table: string) => numberFrom(db, `SELECT count(*) FROM ${table}`);
  return {
    version,
    bytes: statSync(db.path).size,
    freeBytes: fileUse(db).freeBytes,
    runs: rows("runs"),
    steps: rows("steps"),
    checks: rows("checks"),
    outbox: rows("outbox"),
    deadLetters: rows("dead_letters"),
  };
}
