import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { environmentExample } from "./environment-example.ts";
import { nameFrom, whyNoName } from "./journey-name.ts";
import { projectFiles } from "./project-files.ts";
import { putFiles } from "./put-files.ts";
import { readSources } from "./read-sources.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sonde-project-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = [
  { path: "a.txt", text: "new" },
  { path: "deep/er/b.txt", text: "new" },
];

test("a project gets every journey of the repository with what it imports of its own, and no test", () => {
  const made = projectFiles(readSources(join(import.meta.dirname, "../..")));
  const paths = made.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["sonde.config.ts", "probes/auth.ts", "probes/chat.ts", "probes/steps/sign-in.ts", "tsconfig.json"]),
  );
  expect(paths.filter((path) => /test|stubs|kit\/|clients\/|cleanup/.test(path))).toEqual([]);
  for (const { path, text } of made.filter(({ path }) => path.startsWith("probes/"))) {
    const own = [...text.matchAll(/from "(\.[^"]+)"/g)].map(([, imported = ""]) => join(path, "..", imported));
    expect(paths, path).toEqual(expect.arrayContaining(own));
  }
});

test("a file that is there is never overwritten, and neither is a link that leads nowhere", () => {
  writeFileSync(join(folder, "a.txt"), "mine");
  symlinkSync("nowhere", join(folder, "link"));
  const put = putFiles(folder, [...files, { path: "link", text: "new" }], false);
  expect(put).toEqual({ made: ["deep/er/b.txt"], kept: ["a.txt", "link"] });
  expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("mine");
});

test("a dry run tells the same and writes nothing", () => {
  writeFileSync(join(folder, "a.txt"), "mine");
  expect(putFiles(folder, files, true)).toEqual({ made: ["deep/er/b.txt"], kept: ["a.txt"] });
  expect(putFiles(folder, files, true)).toEqual({ made: ["deep/er/b.txt"], kept: ["a.txt"] });
});

test(".env.example names the variables without a default, once each, and gives no value", () => {
  const text = environmentExample(`
    // secrets: { token: { env: "STAGING_PROXY_TOKEN" } }
    a: { env: "STAGING_API_URL" }, b: { env: "STAGING_API_URL" }, c: { env: "DEMO_URL", default: "http://x" },
  `);
  expect(text).toMatch(/^STAGING_API_URL=$/m);
  expect(text.match(/STAGING_API_URL/g)).toHaveLength(1);
  expect(text).not.toMatch(/DEMO_URL|PROXY|^[A-Z_]+=./m);
});

test.each(["profile", "first-time-user", "a_b", "9"])("%s is a name for a journey", (name) => {
  expect(whyNoName(name)).toBeNull();
});

test.each(["", "a b", "../x", "a/b", ".hidden", "-x", "ü", "a.b", "x".repeat(65)])("%j is none", (name) => {
  expect(whyNoName(name)).toMatch(/is no name for a journey/);
});

test("a path or an ending is told by what to write instead", () => {
  expect(whyNoName("probes/profile.ts")).toMatch(/Write profile\.$/);
});

test.each([
  ["My Visit (2).har", "my-visit-2-har"],
  ["__", "recording"],
  ["ÄÖ", "recording"],
])("the nearest name to %s is %s", (text, name) => {
  expect(nameFrom(text)).toBe(name);
});
