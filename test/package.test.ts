import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const project = mkdtempSync(join(tmpdir(), "sonde-package-"));
const installed = join(project, "node_modules", "sonde");

/** Somebody's own project with the packed Sonde in it, as npm would put it there. */
beforeAll(() => {
  execFileSync("npm", ["pack", "--silent", "--pack-destination", project], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const archive = readdirSync(project).find((name) => name.endsWith(".tgz"));
  mkdirSync(join(project, "node_modules", ".bin"), { recursive: true });
  execFileSync("tar", ["-xzf", String(archive), "-C", "node_modules"], { cwd: project });
  execFileSync("mv", [join(project, "node_modules", "package"), installed]);
  symlinkSync(join(root, "node_modules"), join(installed, "node_modules"));
  symlinkSync("../sonde/scripts/sonde.mjs", join(project, "node_modules", ".bin", "sonde"));
  writeFileSync(join(project, "package.json"), `{"type":"module"}`);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" });

test("the command works through npm's link to it", () => {
  expect(node(join("node_modules", ".bin", "sonde"), "--help")).toMatch(/\bonce\b/);
});

test("a configuration beside the package imports defineConfig from it, and journeys from its probes", () => {
  writeFileSync(
    join(project, "use.ts"),
    `import { defineConfig } from "sonde";
     import { existsSync } from "node:fs";
     import { fileURLToPath } from "node:url";
     console.log(typeof defineConfig, existsSync(fileURLToPath(import.meta.resolve("sonde/probes/health.ts"))));`,
  );
  expect(node("use.ts").trim()).toBe("function true");
});

test("types of the configuration come with the package", () => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  writeFileSync(
    join(project, "typed.ts"),
    `import { defineConfig } from "sonde";\nexport const config = defineConfig;\nconst wrong: number = defineConfig;\n`,
  );
  const check = () => node(tsc, "--noEmit", "--strict", "--module", "nodenext", "--types", "", "typed.ts");
  expect(check).toThrow(
    expect.objectContaining({ stdout: expect.stringMatching(/^typed\.ts\(3,7\): error TS2322[^\n]*\n(?! *\w+\.ts\()/) }),
  );
});
