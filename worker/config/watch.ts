import { unwatchFile, watchFile } from "node:fs";
import type { Problem } from "../contract/problem.ts";
import type { Loaded } from "./load.ts";

export interface WatchOptions {
  file: string;
  load: () => Promise<Loaded>;
  /** Must not reject. */
  onGood: (loaded: Extract<Loaded, { ok: true }>) => Promise<void> | void;
  onBad: (problems: Problem[]) => void;
}

/** Polls, because editors replace files and orchestrators replace links, which watching a file does not see. */
const pollMs = 1_000;

/** Loads the configuration again when its file changes and on SIGHUP, one load at a time. */
export function watchConfig({ file, load, onGood, onBad }: WatchOptions): { close(): void } {
  let loading = false;
  let again = false;
  let closed = false;
  const reload = async () => {
    again = true;
    if (loading || closed) return;
    loading = true;
    while (again) {
      again = false;
      const loaded = await load();
      if (closed) break;
      if (loaded.ok) await onGood(loaded);
      else onBad(loaded.problems);
    }
    loading = false;
  };
  const onHangup = () => void reload();
  const onChange = (now: { mtimeMs: number; size: number }, before: { mtimeMs: number; size: number }) => {
    if (now.mtimeMs !== before.mtimeMs || now.size !== before.size) void reload();
  };
  watchFile(file, { interval: pollMs, persistent: false }, onChange);
  process.on("SIGHUP", onHangup);
  return {
    close() {
      closed = true;
      unwatchFile(file, onChange);
      process.off("SIGHUP", onHangup);
    },
  };
}
