import { DatabaseSync, type StatementSync } from "node:sqlite";
import { explaining } from "./explain.ts";

export type SqlValue = string | number | null;
export type Row = Record<string, unknown>;

/** One connection to one SQLite file. Every method throws `Store…Error`s for what is not our fault. */
export interface Database {
  readonly path: string;
  all(sql: string, ...values: SqlValue[]): Row[];
  /** The first row. */
  get(sql: string, ...values: SqlValue[]): Row | undefined;
  /** Returns how many rows were changed. */
  run(sql: string, ...values: SqlValue[]): number;
  /** Several statements, without values. */
  exec(sql: string): void;
  /** One transaction under the write lock: all of it or nothing. Inside another one it is a part of that. */
  write<T>(change: () => T): T;
  /** Sees the database as it was at one instant. */
  read<T>(look: () => T): T;
  /** May be called again. */
  close(): void;
}

export interface DatabaseOptions {
  readOnly?: boolean;
  /** How long to wait for another process's lock. */
  busyMs?: number;
}

/** Opens what is there; throws `Store…Error`s. SQLite reads the file at the first statement, not before. */
export function openDatabase(path: string, { readOnly = false, busyMs = 5_000 }: DatabaseOptions = {}): Database {
  const sqlite = explaining(path, () => new DatabaseSync(path, { readOnly, timeout: busyMs }));
  const statements = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known) return known;
    const made = sqlite.prepare(sql);
    statements.set(sql, made);
    return made;
  }

  function transaction<T>(begin: string, action: () => T): T {
    if (sqlite.isTransaction) return action();
    return explaining(path, () => {
      sqlite.exec(begin);
      try {
        const result = action();
        sqlite.exec("COMMIT");
        return result;
      } catch (error) {
        // A full disk rolls back by itself.
        if (sqlite.isTransaction) sqlite.exec("ROLLBACK");
        throw error;
      }
    });
  }

  return {
    path,
    all: (sql, ...values) => explaining(path, () => prepared(sql).all(...values)),
    get: (sql, ...values) => explaining(path, () => prepared(sql).get(...values)),
    run: (sql, ...values) => explaining(path, () => Number(prepared(sql).run(...values).changes)),
    exec: (sql) => explaining(path, () => sqlite.exec(sql)),
    write: (change) => transaction("BEGIN IMMEDIATE", change),
    read: (look) => transaction("BEGIN", look),
    close() {
      if (!sqlite.isOpen) return;
      statements.clear();
      sqlite.close();
    },
  };
}

/** The only value of the only row of a `PRAGMA`, a `count(*)` and the like. */
export function numberFrom(db: Database, sql: string, ...values: SqlValue[]): number {
  return Number(Object.values(db.get(sql, ...values) ?? {})[0]);
}
