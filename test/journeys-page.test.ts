import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { demoScene } from "./support/demo-scene.ts";
import { createRecorder } from "./support/har-recorder.ts";
import { type Finished, freePort, sonde, startSonde } from "./support/sonde.ts";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs", "journeys.md"), "utf8");
const scene = demoScene();

/** Blocks of code of the page, in order. */
const blocks = [...page.matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(([, language = "", text = ""]) => ({ language, text }));

/** The page's commands, in order, without comments. */
const commands = blocks
  .filter(({ language }) => language === "")
  .flatMap(({ text }) => text.trim().split("\n"))
  .map((line) => line.replace(/\s+#.*$/, "").trim());

function block(text: string): string {
  return blocks.find((each) => each.language === "ts" && each.text.includes(text))?.text ?? "";
}

/** Whoever follows the page: a project whose Sonde is the repository's. */
async function follow() {
  const project = join(scene.folder.path, "project");
  const environment = { SONDE_DEMO_URL: scene.demo.url, SONDE_STORE: join(scene.folder.path, "sonde.db") };
  expect(await sonde(["init", project], environment)).toMatchObject({ code: 0, stderr: "" });
  mkdirSync(join(project, "node_modules"));
  symlinkSync(root, join(project, "node_modules", "sonde"));

  async function play(command: string): Promise<Finished> {
    const [, , ...args] = command.split(" ");
    if (args[0] !== "demo") return sonde(args, environment, project);
    const [, ...demoArgs] = args;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(root, "demo", "main.ts"), ...demoArgs], {
      env: { ...process.env, ...environment },
    });
    return { code: 0, stdout, stderr };
  }
  return { project, environment, play };
}

test("the page's walk works as it is written, from an empty file to a scheduled probe", async () => {
  const { project, environment, play } = await follow();
  const from = commands.indexOf("npx sonde new journey profile");
  const until = commands.indexOf("npx sonde start");
  const walk = commands.slice(from, until).filter((command) => command !== "npx sonde demo");
  const journey = join(project, "probes", "profile.ts");
  const seen: [string, number | null, string][] = [];
  for (const command of walk) {
    if (command === "npx sonde check") {
      const config = join(project, "sonde.config.ts");
      writeFileSync(config, readFileSync(config, "utf8").replace("probes: [", `probes: [ ${block('name: "profile"')}`));
    }
    const { code, stdout, stderr } = await play(command);
    seen.push([command, code, stdout.split("\n")[0] ?? ""]);
    expect(stderr, command).toBe("");
    // The journey is edited after it was tried for the first time.
    if (command.startsWith("npx sonde once") && seen.length === 2) writeFileSync(journey, block("declare("));
  }
  const tried = "npx sonde once --journey probes/profile.ts --target demo";
  expect(seen).toEqual([
    ["npx sonde new journey profile", 0, expect.stringContaining("probes/profile.ts")],
    [tried, 0, expect.stringMatching(/^up +profile/)],
    [tried, 0, expect.stringMatching(/^up +profile/)],
    ["npx sonde demo set backend-503", 0, expect.stringContaining("backend-503")],
    [tried, 1, expect.stringMatching(/^down +profile .*profile: status \(503\) is 200/)],
    ["npx sonde demo clear", 0, expect.stringContaining("No fault")],
    ["npx sonde check", 0, expect.stringContaining("is fine")],
  ]);

  expect(await sonde(["once", "profile"], environment, project)).toMatchObject({ code: 0 });
  const worker = startSonde(["start"], { ...environment, SONDE_WEB_PORT: String(await freePort()) }, project);
  await worker.says(/up +health/);
  worker.child.kill("SIGTERM");
  expect(await worker.finished).toMatchObject({ code: 0 });
});

test("what the page says of a recording works as it is written", async () => {
  const { project, play } = await follow();
  const browser = createRecorder();
  await browser.ask(`${scene.demo.url}/health`);
  writeFileSync(join(project, "visit.har"), browser.har());
  expect(commands).toContain("npx sonde import har visit.har");
  expect(await play("npx sonde import har visit.har")).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(join(project, "probes", "visit.ts"))).toBe(true);
});

describe("the page", () => {
  test("names every journey that comes with Sonde, and what it checks", () => {
    const shipped = readdirSync(join(root, "probes")).filter((file) => /^[\w-]+\.ts$/.test(file) && file !== "cleanup.ts");
    const named = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => `${name}.ts`);
    expect(named).toEqual(expect.arrayContaining(shipped));
  });

  test.each([...new Set([...page.matchAll(/`((?:probes|kit)\/[\w./-]+\.ts)`/g)].map(([, path = ""]) => path))])(
    "names %s, which exists or is made by it",
    (path) => {
      const file = join(root, path.startsWith("kit/") ? `probes/${path}` : path);
      expect(existsSync(file) || path === "probes/profile.ts").toBe(true);
    },
  );

  test("names only what the kit has", () => {
    const expectations = readFileSync(join(root, "probes/kit/expect.ts"), "utf8");
    const readers = readFileSync(join(root, "probes/kit/read.ts"), "utf8");
    for (const name of ["status", "field", "value", "is", "isText", "isList", "isFresh"])
      expect(expectations).toMatch(new RegExp(`export (?:function|const) ${name}\\b`));
    for (const name of ["textAt", "numberAt", "valueAt"]) expect(readers).toContain(`export function ${name}(`);
  });
});
