import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sonde, temporaryFolder } from "./support/sonde.ts";

const root = join(import.meta.dirname, "..");
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

test("init makes the folder, and says where Sonde is to be installed from when it is not there", async () => {
  const project = join(folder.path, "deep", "probes");
  const { code, stdout, stderr } = await sonde(["init", project]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(`npm install ${root}`);
  expect(readdirSync(project).sort()).toEqual(
    [".env.example", ".gitignore", "package.json", "probes", "sonde.config.ts", "tsconfig.json"].sort(),
  );
});

test("a dry run makes nothing, not even the folder", async () => {
  expect(await sonde(["init", join(folder.path, "new"), "--dry-run"])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/nothing did[^]*made +sonde\.config\.ts[^]*made +package\.json/),
  });
  expect(readdirSync(folder.path)).toEqual([]);
});

test("what npm init wrote is completed, and what will not do is told", async () => {
  const manifest = join(folder.path, "package.json");
  writeFileSync(manifest, JSON.stringify({ name: "ours", type: "commonjs", scripts: { start: "ours" } }));
  const { stdout } = await sonde(["init", folder.path]);
  expect(stdout).toMatch(/added +package\.json: scripts\.check, scripts\.once[^]*change +package\.json: "type" is "commonjs"/);
  expect(JSON.parse(readFileSync(manifest, "utf8"))).toMatchObject({ type: "commonjs", scripts: { start: "ours" } });
});

test("a place that will not do is told, and stays as it is", async () => {
  const file = join(folder.path, "file");
  writeFileSync(file, "mine");
  const broken = join(folder.path, "broken");
  mkdirSync(broken);
  writeFileSync(join(broken, "package.json"), "{");
  const places: [string, string][] = [
    [file, "is no folder"],
    [join(file, "x"), "could not be made"],
    [root, "is Sonde itself"],
    [broken, "cannot be read"],
  ];
  for (const [place, message] of places)
    expect(await sonde(["init", place])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
  expect(readFileSync(file, "utf8")).toBe("mine");
  expect(readdirSync(broken)).toEqual(["package.json"]);
});

test("a new journey is refused under a name that is no file's", async () => {
  const args = ["new", "journey", "../../x", "--config", join(folder.path, "sonde.config.ts")];
  expect(await sonde(args)).toMatchObject({ code: 2, stderr: expect.stringContaining("is no name for a journey") });
  expect(readdirSync(folder.path)).toEqual([]);
});
