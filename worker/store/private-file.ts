import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { explaining } from "./explain.ts";

/** Makes the file (mode 0600) and the folders above it (0700) where they are missing; what is there stays as it is. */
export function makePrivateFile(path: string): void {
  explaining(path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, "a", 0o600));
  });
}
