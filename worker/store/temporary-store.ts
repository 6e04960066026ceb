import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Clock } from "../kit/clock.ts";
import { createFakeClock } from "../kit/fake-clock.ts";
import { type Database, openDatabase } from "./database.ts";
import { type Store, type StoreOptions, openStore } from "./open.ts";

export const roomy: StoreOptions["limits"] = { retentionMs: 1e12, maxBytes: 1e12, maxOutboxBytes: 1e12 };

/** A path for a store in a folder that is gone after the test. */
export function temporaryPath(): string {
  const folder = mkdtempSync(join(tmpdir(), "sonde-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "sonde.db");
}

/** The store at `path`, closed after the test; under a clock that stands still unless another is given. */
export function openAt(path: string, limits: Partial<StoreOptions["limits"]> = {}, clock: Clock = createFakeClock()): Store {
  const store = openStore(path, { clock, limits: { ...roomy, ...limits } });
  onTestFinished(() => store.close());
  return store;
}

/** A store on a real disk that is closed and gone after the test. `open` opens the same one again. */
export function temporaryStore(limits: Partial<StoreOptions["limits"]> = {}) {
  const path = temporaryPath();
  const clock = createFakeClock();
  const open = (others = limits) => openAt(path, others, clock);
  return { path, clock, open, store: open(), raw: () => rawDatabase(path) };
}

/** The same file without Sonde, to look behind its back. */
export function rawDatabase(path: string): Database {
  const db = openDatabase(path);
  onTestFinished(() => db.close());
  return db;
}
