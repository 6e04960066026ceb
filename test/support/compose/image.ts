import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { repository } from "./compose-file.ts";

export const dockerfileText = readFileSync(join(repository, "Dockerfile"), "utf8");

/** What the last stage of the Dockerfile says. */
export interface Image {
  instructions: Instruction[];
  env: Record<string, string>;
  entrypoint: string[];
  command: string[];
  healthcheck: string[];
}

export function readImage(): Image {
  const all = DockerfileParser.parse(dockerfileText).getInstructions();
  const last = all.findLastIndex((instruction) => instruction.getKeyword() === "FROM");
  const instructions = all.slice(last);
  const text = (keyword: string) =>
    instructions.findLast((instruction) => instruction.getKeyword() === keyword)?.getArgumentsContent() ?? "";
  return {
    instructions,
    env: envOf(text("ENV")),
    entrypoint: wordsOf(text("ENTRYPOINT")),
    command: wordsOf(text("CMD")),
    healthcheck: wordsOf(/CMD\s+(\[.*\])\s*$/s.exec(text("HEALTHCHECK"))?.[1] ?? "[]"),
  };
}

/** `NAME=value` pairs of one ENV, over several lines. Ours need no quotes. */
function envOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(/[\s\\]+/).map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}

function wordsOf(json: string): string[] {
  const words: unknown = JSON.parse(json);
  if (!Array.isArray(words)) throw new Error(`Not in exec form: ${json}`);
  return words.map(String);
}

/** Paths of the build context that the last stage copies. */
function copiedPaths({ instructions }: Image): string[] {
  return instructions
    .filter((instruction) => instruction.getKeyword() === "COPY")
    .filter((instruction) => !/--from=/.test(instruction.getTextContent()))
    .flatMap((instruction) => instruction.getArguments().slice(0, -1))
    .map((argument) => argument.getValue());
}

/** Lays out `/app` of the image in `folder`, as `docker build` would; npm packages are the repository's. */
export function layOutImage(image: Image, folder: string): void {
  const isIgnored = ignoring(readFileSync(join(repository, ".dockerignore"), "utf8"));
  for (const path of copiedPaths(image)) {
    const from = join(repository, path);
    if (!existsSync(from) || isIgnored(path)) throw new Error(`COPY ${path}: not in the build context`);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(from, join(folder, path), {
      recursive: true,
      filter: (source) => !isIgnored(relative(repository, source)),
    });
  }
}

/** Whether a path stays out: the last pattern that matches it, or a folder above it, decides. */
export function ignoring(dockerignore: string): (path: string) => boolean {
  const patterns = dockerignore.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return (path) => {
    const above = path.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/"));
    return patterns.reduce((isOut, pattern) => {
      const isException = pattern.startsWith("!");
      const glob = isException ? pattern.slice(1) : pattern;
      return above.some((part) => regexOf(glob).test(part)) ? !isException : isOut;
    }, false);
  };
}

/** Docker's patterns match names with a leading dot as well, which Node's `matchesGlob` does not. */
function regexOf(glob: string): RegExp {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/|\*/g, (stars) => (stars === "*" ? "[^/]*" : "(?:.*/)?"));
  return new RegExp(`^${source}$`);
}
