import { existsSync, linkSync, renameSync, rmSync, statSync } from "node:fs";
import { DatabaseSync, backup } from "node:sqlite";
import { StoreDamagedError, StoreExistsError, StoreOpenError } from "./errors.ts";
import { explained, explaining } from "./explain.ts";
import { inspect } from "./inspect.ts";
import { migrations } from "./migrate.ts";
import { makePrivateFile } from "./private-file.ts";

export interface BackedUp {
  path: string;
  bytes: number;
}

/** All in one step: one that pauses starts again whenever another process writes. It runs outside the event loop. */
const pagesAStep = 2 ** 31 - 1;

/**
 * Copies the store at `path` as it is at one instant into a new file (0600) at `to`, while others use it. The name appears when the
 * copy is complete. Throws `StoreExistsError` rather than overwrite, and other `Store…Error`s.
 */
export async function backupStore(path: string, to: string): Promise<BackedUp> {
  if (!existsSync(path)) throw new StoreOpenError(path, "there is no such file");
  if (existsSync(to)) throw new StoreExistsError(to);
  inspect(path, migrations.length);
  const partial = `${to}.partial-${process.pid}`;
  makePrivateFile(partial);
  try {
    await copy(path, partial);
    explaining(to, () => publish(partial, to));
  } finally {
    rmSync(partial, { force: true });
  }
  return { path: to, bytes: statSync(to).size };
}

async function copy(path: string, to: string): Promise<void> {
  const source = explaining(path, () => new DatabaseSync(path, { timeout: 5_000 }));
  try {
    await backup(source, to, { rate: pagesAStep });
  } catch (error) {
    const ofSource = explained(path, error);
    throw ofSource instanceof StoreDamagedError ? ofSource : explained(to, error);
  } finally {
    source.close();
  }
}

/** A link never takes the place of a file; a rename does, but works where links do not. */
function publish(partial: string, to: string): void {
  try {
    linkSync(partial, to);
  } catch (error) {
    if (existsSync(to)) throw new StoreExistsError(to);
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") throw error;
    renameSync(partial, to);
  }
}
