import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { lineOf } from "./line.ts";
import type { Log } from "./log.ts";

export interface FileLog extends Log {
  /** Writes what is still held. What is said later is lost. */
  close(): void;
}

export interface FileLogOptions {
  /** Bytes. A file that would become longer is renamed to `….1` first, in place of the last one that was. */
  limit?: number;
  /** Told once, when the log cannot be written; the demo goes on without it. */
  complain?: ((problem: string) => void) | undefined;
  /** Epoch milliseconds. */
  now?: () => number;
}

/**
 * A log in a file that only its owner can read. Lines of one turn of the event loop are written together, and the file is opened anew
 * for them: whoever removes or renames it gets a new one.
 */
export function createFileLog(path: string, { limit = 8_000_000, complain, now = Date.now }: FileLogOptions = {}): FileLog {
  let held: string[] = [];
  let state: "open" | "broken" | "closed" = "open";

  function flush(): void {
    const text = held.join("");
    held = [];
    if (text === "") return;
    try {
      append(path, text, limit);
      state = state === "broken" ? "open" : state;
    } catch (thrown) {
      if (state === "open")
        complain?.(`The log cannot be written to ${path}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      state = "broken";
    }
  }
  return {
    write(entry) {
      if (state === "closed") return;
      if (held.push(lineOf(entry, now())) === 1) setImmediate(flush);
    },
    close() {
      flush();
      state = "closed";
    },
  };
}

function append(path: string, text: string, limit: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a", 0o600);
  try {
    if (!wouldOutgrow(file, text, limit)) return void writeSync(file, text);
  } finally {
    closeSync(file);
  }
  renameSync(path, `${path}.1`);
  append(path, text, limit);
}

/** What is no plain file, and what is still empty, is not put aside. */
function wouldOutgrow(file: number, text: string, limit: number): boolean {
  const stat = fstatSync(file);
  return stat.isFile() && stat.size > 0 && stat.size + Buffer.byteLength(text) > limit;
}
