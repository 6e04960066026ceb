/** Folders of which a project gets its own copy, to change; kit and clients stay in the package, which keeps them up to date. */
export const ownFolders = ["probes", "probes/steps", "probes/rules"] as const;

/** Journeys that only Sonde itself runs. */
const internalJourneys = new Set(["probes/cleanup.ts"]);

/** Whether a file of the package, by its path from the package's root, belongs into a project. */
export function isOwnFile(path: string): boolean {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const isOwned = ownFolders.some((own) => own === folder) && !internalJourneys.has(path);
  return isOwned && path.endsWith(".ts") && !/\.(?:test|d)\.ts$/.test(path);
}
