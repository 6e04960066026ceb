import { existsSync } from "node:fs";
import { join } from "node:path";

/** How a journey in `probes/` imports a file of `probes/`, such as `kit/declare.ts`. */
export type ImportPath = (file: string) => string;

/** By a relative path where the folder has the file itself, as the repository has the kit; else by the package. */
export function importsOf(probes: string): ImportPath {
  return (file) => (existsSync(join(probes, file)) ? `./${file}` : `sonde/probes/${file}`);
}
