import { existsSync, lstatSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, relative, resolve } from "node:path";
import { messageOf } from "../kit/message-of.ts";
import { type CompletedPackage, completePackage } from "../project/complete-package.ts";
import { projectFiles } from "../project/project-files.ts";
import { type PutFiles, putFiles } from "../project/put-files.ts";
import { readSources } from "../project/read-sources.ts";
import { Exit, exitCodes } from "./exit.ts";
import { packageFolder } from "./package-folder.ts";

/** What editors need to know of k6; kept equal to our own by a test. */
const editorTypes = { "@types/k6": "2.3.0" };

export interface InitOptions {
  dryRun?: boolean;
}

/** Makes a project in a folder, beside what is there already. Returns the exit code. */
export function init(folder: string, { dryRun: isDry = false }: InitOptions): number {
  const project = resolve(folder);
  try {
    refuseWrongPlace(project);
    const packageJson = planPackage(project);
    const files = putFiles(project, projectFiles(readSources(packageFolder)), isDry);
    if (!isDry && packageJson.added.length > 0) writeFileSync(join(project, "package.json"), packageJson.text);
    console.log(told(project, files, packageJson, isDry));
  } catch (error) {
    if (error instanceof Exit || !(error instanceof Error && "code" in error)) throw error;
    throw new Exit(exitCodes.configuration, `The project could not be made: ${error.message}`, { cause: error });
  }
  return exitCodes.fine;
}

function refuseWrongPlace(project: string): void {
  const there = lstatSync(project, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() === false && !there.isDirectory())
    throw new Exit(exitCodes.configuration, `${project} is no folder. Give the path of one, or of one to make.`);
  if (there && realpathSync(project) === realpathSync(packageFolder))
    throw new Exit(exitCodes.configuration, `${project} is Sonde itself. Make your project in a folder of its own: init FOLDER.`);
}

function planPackage(project: string): CompletedPackage & { isNew: boolean } {
  const file = join(project, "package.json");
  const before = existsSync(file) ? readFileSync(file, "utf8") : null;
  try {
    return { ...completePackage(before, basename(project), editorTypes), isNew: before === null };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Exit(exitCodes.configuration, `${file} cannot be read: ${messageOf(error)}. Mend it, and run init again.`);
  }
}

function told(
  project: string,
  { made, kept }: PutFiles,
  { added, wrong, isNew }: CompletedPackage & { isNew: boolean },
  isDry: boolean,
): string {
  const lines = made.map((path) => `  made    ${path}`);
  if (added.length > 0) lines.push(isNew ? "  made    package.json" : `  added   package.json: ${added.join(", ")}`);
  else lines.push("  left    package.json, which has everything");
  lines.push(...kept.map((path) => `  left    ${path}, which was there`));
  return [
    isDry ? `${project}: this would happen, and nothing did.` : `${project}:`,
    ...lines,
    ...wrong.map((sentence) => `  change  package.json: ${sentence}`),
    ...(isDry ? [] : ["", ...nextCommands(project)]),
  ].join("\n");
}

function nextCommands(project: string): string[] {
  const from = relative(process.cwd(), project);
  const isInstalled = canUse(project);
  const first = isInstalled ? "npm install" : `npm install ${packageFolder}`;
  const what = isInstalled ? "the types of k6, for your editor" : "Sonde, and the types of k6 for your editor";
  return [
    `Next${from === "" ? "" : `, in ${from.startsWith("..") ? project : from}`}:`,
    `  ${first}`.padEnd(32) + `  # ${what}`,
    "  npx sonde once health auth".padEnd(32) + "  # two journeys against the demo platform, which Sonde brings along",
    "  npm start".padEnd(32) + "  # all of them, on a schedule; Ctrl-C stops",
    "For your staging: copy .env.example to .env, fill it in, load it, and set SONDE_TARGET=staging.",
  ];
}

/** Whether the configuration's `import … from "sonde"` finds it. */
function canUse(project: string): boolean {
  try {
    createRequire(join(project, "sonde.config.ts")).resolve("sonde/package.json");
    return true;
  } catch {
    return false;
  }
}
