import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { version } from "../worker/cli/version.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
/** Without those that are made here and not committed, such as `.sonde`. */
const rooms = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() && (!entry.name.startsWith(".") || entry.name === ".github") ? [entry.name] : [],
);

/** Paths that a document names: links, and code spans that start with a folder of ours or end like a file. */
function pathsIn(file: string): string[] {
  const text = read(file);
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = ""]) => join(dirname(file), path));
  const spans = [...text.matchAll(/`([\w./-]+)`/g)].map(([, path = ""]) => path);
  return [...links, ...spans.filter(isPath)];
}

function isPath(span: string): boolean {
  return rooms.some((room) => span.startsWith(`${room}/`)) || /^[\w-]+\.(md|ts|json|mjs)$/.test(span);
}

describe.each(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/operations.md"])("%s", (file) => {
  test.each([...new Set(pathsIn(file))])("names %s, which exists", (path) => {
    expect(existsSync(join(root, path)), path).toBe(true);
  });

  test("names only npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const named = [...read(file).matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = ""]) => name);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});

test("ARCHITECTURE.md names every room of the worker", () => {
  const missing = readdirSync(join(root, "worker")).filter((room) => !read("ARCHITECTURE.md").includes(`  ${room}/`));
  expect(missing).toEqual([]);
});

test("the version that Sonde tells is the package's", () => {
  expect(JSON.parse(read("package.json")).version).toBe(version);
});

test("nothing that is committed names the host in the seeds or an address of a real environment", () => {
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => existsSync(join(root, file)) && file !== "");
  const real = new RegExp(["run", "app"].join(String.raw`\.`));
  const naming = files.filter((file) => file !== "test/documents.test.ts" && real.test(read(file)));
  expect(naming).toEqual([]);
});
