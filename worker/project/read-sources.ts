import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isOwnFile, ownFolders } from "./journey-folders.ts";
import type { ProjectFile } from "./project-files.ts";

/** The files of a package, or of the repository, that a new project is made of. */
export function readSources(root: string): ProjectFile[] {
  const journeys = ownFolders.flatMap((folder) => {
    const there = join(root, folder);
    return existsSync(there)
      ? readdirSync(there)
          .sort()
          .map((name) => `${folder}/${name}`)
      : [];
  });
  return ["sonde.config.ts", ...journeys.filter(isOwnFile)].map((path) => ({
    path,
    text: readFileSync(join(root, path), "utf8"),
  }));
}
