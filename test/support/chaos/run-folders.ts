import { type FSWatcher, existsSync, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/** Watches the folder in which every run has a folder while it goes on. */
export interface RunFolders {
  /** Ids of the runs that were begun by this process. */
  begunBy(pid: number): string[];
  /** Names of the folders that are there: `RUN@PID-START`. */
  present(): string[];
  /** The most that were there at once. */
  most(): number;
  /** Resolves when a run is over and its folder has just gone. */
  nextEnd(): Promise<void>;
  close(): void;
}

export const runOf = (name: string) => name.split("@", 1)[0] ?? "";
export const isOwnedBy = (name: string, pid: number) => name.includes(`@${pid}-`);

/** `directory` must exist. */
export function watchRunFolders(directory: string): RunFolders {
  const begun = new Set<string>();
  const present = new Set<string>();
  let most = 0;
  let ended = Promise.withResolvers<void>();
  const watcher: FSWatcher = watch(directory, (_event, name) => {
    if (name === null) return;
    if (existsSync(join(directory, name))) {
      begun.add(name);
      present.add(name);
      most = Math.max(most, present.size);
    } else if (present.delete(name)) {
      ended.resolve();
      ended = Promise.withResolvers();
    }
  });
  return {
    begunBy: (pid) => [...begun].filter((name) => isOwnedBy(name, pid)).map(runOf),
    present: () => (existsSync(directory) ? readdirSync(directory) : []),
    most: () => most,
    nextEnd: () => ended.promise,
    close: () => watcher.close(),
  };
}
