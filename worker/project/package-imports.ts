import { posix } from "node:path";
import { isOwnFile } from "./journey-folders.ts";

const relativeImport = /(?<before>\b(?:from|import)\s*\(?\s*)"(?<path>\.{1,2}\/[^"]+)"/g;

/**
 * A journey's source, ready for a project: what it imports of the kit and the clients comes from the package, what the project
 * owns stays where it is. `file` is its path from the package's root.
 */
export function withPackageImports(file: string, text: string): string {
  return text.replaceAll(relativeImport, (whole: string, ...rest: unknown[]) => {
    const { before, path } = rest.at(-1) as { before: string; path: string };
    const imported = posix.join(posix.dirname(file), path);
    return isOwnFile(imported) ? whole : `${before}"sonde/${imported}"`;
  });
}
