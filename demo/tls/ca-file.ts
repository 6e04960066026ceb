import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { DemoError } from "../demo-error.ts";

export interface CaFile {
  /** Absolute. */
  path: string;
  /** Takes a file away that nobody named; one that somebody named stays. */
  remove: () => void;
}

/** Writes the authority's certificate where clients can read it: to `path`, else into a folder of its own among the temporary ones. */
export function writeCaFile(ca: string, path?: string): CaFile {
  try {
    return path === undefined ? inFolderOfItsOwn(ca) : { path: write(resolve(path), ca), remove: () => undefined };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DemoError(`The authority's certificate cannot be written: ${reason}. Choose another file with --ca-file.`, {
      cause,
    });
  }
}

function inFolderOfItsOwn(ca: string): CaFile {
  const folder = mkdtempSync(join(tmpdir(), "sonde-demo-"));
  // Whoever else of this machine probes the demo may trust it.
  chmodSync(folder, 0o755);
  return { path: write(join(folder, "ca.pem"), ca), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function write(path: string, ca: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ca);
  return path;
}
