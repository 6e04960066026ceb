import { lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ProjectFile } from "./project-files.ts";

/** What became of files, by their paths. */
export interface PutFiles {
  made: string[];
  /** There before, and left as they are. */
  kept: string[];
}

/** Writes those that are not there; `isDry`: only tells. */
export function putFiles(folder: string, files: readonly ProjectFile[], isDry: boolean): PutFiles {
  const put: PutFiles = { made: [], kept: [] };
  for (const { path, text } of files) {
    const file = join(folder, path);
    const isMade = isDry ? !isThere(file) : makeFile(file, text);
    (isMade ? put.made : put.kept).push(path);
  }
  return put;
}

/** Makes a file with this text, and its folder; `false` when there is one already, or a link that leads nowhere. */
export function makeFile(file: string, text: string): boolean {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
