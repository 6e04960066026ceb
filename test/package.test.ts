import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "./support/sonde.ts";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "sonde-package-"));
const packed = join(folder, "packed");
const project = join(folder, "project");
const installed = join(project, "node_modules", "sonde");

const installMs = 240_000;
const run = promisify(execFile);

/** As somebody would: the packed Sonde, installed by npm into an empty folder, with what it depends on. */
beforeAll(async () => {
  for (const each of [packed, project]) mkdirSync(each);
  await run("npm", ["pack", "--silent", "--pack-destination", packed], { cwd: root, timeout: installMs });
  const archive = join(packed, readdirSync(packed)[0] ?? "");
  const options = ["--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1", "--fetch-timeout=60000"];
  await run("npm", ["install", ...options, archive], { cwd: project, timeout: installMs }).catch((error: unknown) => {
    throw new Error(
      "npm could not install the packed Sonde with its dependencies. Without a registry that answers, this test cannot pass.",
      { cause: error },
    );
  });
}, 2 * installMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const demoPort = freePort();

async function environment(more: Record<string, string> = {}): Promise<Record<string, string>> {
  const { PATH = "", HOME = "", SONDE_K6 = "k6" } = process.env;
  return { PATH, HOME, SONDE_K6, SONDE_DEMO_URL: `http://127.0.0.1:${await demoPort}`, ...more };
}

/** Runs a command in the project, to its end. */
async function inProject(command: string, ...args: string[]) {
  const env = await environment();
  return run(command, args, { cwd: project, env, timeout: 100_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: unknown; stdout: string; stderr: string }) => ({
      code: error.code,
      stdout: error.stdout,
      stderr: error.stderr,
    }),
  );
}

/** Never from a registry, where the name is somebody else's. */
const sonde = (...args: string[]) => inProject("npx", "--no", "--", "sonde", ...args);

function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

test("the package holds what runs, and nothing of our tests", () => {
  const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
  expect(files).toEqual(
    expect.arrayContaining([
      "sonde.config.ts",
      "probes/auth.ts",
      "probes/cleanup.ts",
      "probes/rules/first-answer.ts",
      "probes/steps/sign-in.ts",
      "dist/sonde.js",
      "dist/demo.js",
    ]),
  );
  const ours = /\.test\.ts$|stubs|fake|fixtures|^(?:test|bench|demo|worker\/(?!contract))/;
  expect(files.filter((file) => ours.test(file))).toEqual([]);
});

test("the command works through npm's link to it", async () => {
  expect((await sonde("--help")).stdout).toMatch(/\bonce\b/);
});

test("init makes a project that is checked, runs two probes, and leaves alone what is there", async () => {
  writeFileSync(join(project, ".gitignore"), "mine\n");
  const dry = await sonde("init", "--dry-run");
  expect(dry.stdout).toMatch(/nothing did[^]*made +sonde\.config\.ts[^]*left +\.gitignore/);
  expect(existsSync(join(project, "sonde.config.ts"))).toBe(false);

  const made = await sonde("init");
  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(made.stdout).toMatch(
    /made +probes\/first-time-user\.ts[^]*added +package\.json: type, scripts\.start[^]*left +\.gitignore/,
  );
  expect(made.stdout).toMatch(/npm install +#[^]*npx sonde once health auth[^]*npm start/);
  expect(readFileSync(join(project, ".gitignore"), "utf8")).toBe("mine\n");
  const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as Record<string, Record<string, string>>;
  expect(manifest["devDependencies"]).toEqual({ "@types/k6": ourVersion("@types/k6") });

  const checked = await sonde("check");
  expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining("is fine") });
  const ran = await sonde("once", "health", "auth");
  expect(ran.stdout).toMatch(/^up +health/m);
  expect(ran.stdout).toMatch(/^up +auth/m);
  expect(ran.code).toBe(0);

  expect((await sonde("init")).stdout).not.toMatch(/^ +(?:made|added)/m);
});

function ourVersion(name: string): string | undefined {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  return devDependencies[name];
}

test("a new journey is found by the configuration that imports it, and works", async () => {
  const made = await sonde("new", "journey", "profile");
  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(join(project, "probes", "profile.ts"), "utf8")).toContain('from "sonde/probes/kit/journey.ts"');
  const tried = await sonde("once", "--journey", "probes/profile.ts", "--target", "demo");
  expect(tried.stdout).toMatch(/^up +profile[^]*passed +sign-in[^]*passed +profile/);
  expect(await sonde("new", "journey", "profile")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is there already"),
  });
});

test("start gives a verdict for each probe, and drains on SIGTERM", async () => {
  const names = ["health", "auth", "dashboard", "websocket"];
  const probes = names.map((name) => ({ name, journey: `probes/${name}.ts`, every: "15s", timeout: "15s" }));
  writeFileSync(
    join(project, "quick.config.ts"),
    `import configuration from "./sonde.config.ts";\nexport default { ...configuration, probes: ${JSON.stringify(probes)} };\n`,
  );
  const env = await environment({ SONDE_WEB_PORT: String(await freePort()) });
  const args = [join(project, "node_modules/.bin/sonde"), "start", "--config", "quick.config.ts"];
  const worker = spawn(process.execPath, args, { cwd: project, env });
  let said = "";
  for (const stream of [worker.stdout, worker.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = once(worker, "exit");
  const until = Date.now() + 90_000;
  const seen = () => names.every((name) => new RegExp(`up +${name}`).test(said));
  while (!seen() && worker.exitCode === null && Date.now() < until) await setTimeout(200);
  worker.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(seen(), said).toBe(true);
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

const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

test("types of the configuration come with the package", () => {
  writeFileSync(
    join(project, "typed.ts"),
    `import { defineConfig } from "sonde";\nexport const config = defineConfig;\nconst wrong: number = defineConfig;\n`,
  );
  expect(() => node(tsc, "--ignoreConfig", "--noEmit", "--strict", "--module", "nodenext", "--types", "", "typed.ts")).toThrow(
    expect.objectContaining({ stdout: expect.stringMatching(/^typed\.ts\(3,7\): error TS2322[^\n]*\n(?! *\w+\.ts\()/) }),
  );
});

test("an editor has nothing to say of the project, once npm install has run, and finds a mistake in it", async () => {
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], { cwd: project, timeout: installMs });
  expect(node(tsc, "-p", ".")).toBe("");
  writeFileSync(
    join(project, "probes", "wrong.ts"),
    `import { declare } from "sonde/probes/kit/declare.ts";\ndeclare({ step: {} });\n`,
  );
  expect(() => node(tsc, "-p", ".")).toThrow(
    expect.objectContaining({ stdout: expect.stringMatching(/^probes\/wrong\.ts\(2,\d+\): error/) }),
  );
  rmSync(join(project, "probes", "wrong.ts"));
});
