import { type Database, numberFrom } from "./database.ts";

/** 1 MiB at SQLite's usual page size: some milliseconds of work. */
const pagesAStep = 256;

export interface FileUse {
  /** What the rows and indexes take, without free pages. */
  usedBytes: number;
  /** What deleted rows left behind inside the file. */
  freeBytes: number;
}

export function fileUse(db: Database): FileUse {
  const pageBytes = numberFrom(db, "PRAGMA page_size");
  const free = numberFrom(db, "PRAGMA freelist_count");
  return { usedBytes: (numberFrom(db, "PRAGMA page_count") - free) * pageBytes, freeBytes: free * pageBytes };
}

/** Gives some free pages back to the file system; 0: there are none, or the file was made without that ability. Returns bytes. */
export function freeSome(db: Database): number {
  const before = fileUse(db).freeBytes;
  if (before === 0) return 0;
  db.exec(`PRAGMA incremental_vacuum(${pagesAStep})`);
  return Math.max(0, before - fileUse(db).freeBytes);
}
