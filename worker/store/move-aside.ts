import { existsSync, renameSync } from "node:fs";
import { StoreLockedError } from "./errors.ts";
import { explaining } from "./explain.ts";
import { lockWorker } from "./lock.ts";

/** The file itself comes last: a WAL that stayed behind alone would be played into the store that is made next. */
const suffixes = ["-wal", "-shm", ""];

/**
 * Renames a store and what belongs to it to `NAME.damaged-TIMESTAMP…`, so that a new one can be made and the old one examined. Nothing
 * is deleted or overwritten. Returns the new paths, none when there is no store. Throws `StoreLockedError` while a worker uses it.
 */
export function moveAside(path: string, nowMs: number): string[] {
  if (!suffixes.some((suffix) => existsSync(path + suffix))) return [];
  const lock = lockWorker(path);
  if (!lock.held) throw new StoreLockedError(path, lock.owner);
  try {
    const aside = freeName(`${path}.damaged-${new Date(nowMs).toISOString().replaceAll(/[-:]/g, "")}`);
    return suffixes
      .filter((suffix) => existsSync(path + suffix))
      .map((suffix) => {
        explaining(path, () => renameSync(path + suffix, aside + suffix));
        return aside + suffix;
      })
      .toReversed();
  } finally {
    lock.release();
  }
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let number = 2; suffixes.some((suffix) => existsSync(name + suffix)); number++) name = `${wanted}-${number}`;
  return name;
}
