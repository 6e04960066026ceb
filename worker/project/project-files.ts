import { isOwnFile } from "./journey-folders.ts";
import { withPackageImports } from "./package-imports.ts";
import { environmentExample } from "./environment-example.ts";

/** A file by its path from the project's folder. */
export interface ProjectFile {
  path: string;
  text: string;
}

/** TypeScript's options are those that the kit is written for: an editor checks it together with the journeys. */
const tsconfig = {
  compilerOptions: {
    target: "esnext",
    module: "esnext",
    moduleResolution: "bundler",
    lib: ["es2024"],
    types: ["k6"],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["probes", "sonde.config.ts"],
  files: ["node_modules/sonde/probes/kit/console.d.ts"],
};

/**
 * What a new project holds besides its package.json: configuration, journeys with their steps and rules, and what editors and git
 * need. `sources` are files of the package; those that a project does not own are left out.
 */
export function projectFiles(sources: readonly ProjectFile[]): ProjectFile[] {
  const configuration = sources.find(({ path }) => path === "sonde.config.ts")?.text ?? "";
  const journeys = sources
    .filter(({ path }) => isOwnFile(path))
    .map(({ path, text }) => ({ path, text: withPackageImports(path, text) }));
  return [
    { path: "sonde.config.ts", text: configuration },
    ...journeys,
    { path: "tsconfig.json", text: `${JSON.stringify(tsconfig, null, 2)}\n` },
    { path: ".gitignore", text: "node_modules/\n.sonde/\n.env\n*.har\n" },
    { path: ".env.example", text: environmentExample(configuration) },
  ];
}
