import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { demoScene } from "./support/demo-scene.ts";
import { sonde } from "./support/sonde.ts";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const scene = demoScene();

/** The first block of that language with this text in it. */
function block(language: string, text: string): string {
  const blocks = [...readme.matchAll(/```(\w*)\n([\s\S]*?)```/g)];
  return blocks.find(([, found, body = ""]) => found === language && body.includes(text))?.[2] ?? "";
}

/** The README's journey, as if it stood in probes/. */
function journey(): string {
  const file = join(scene.folder.path, "profile.ts");
  writeFileSync(file, block("ts", "declare(").replaceAll('from "./', `from "${join(root, "probes")}/`));
  return file;
}

const environment = () => ({ SONDE_DEMO_URL: scene.demo.url, SONDE_STORE: join(scene.folder.path, "sonde.db") });

test("the journey in the README works as it is told to be tried, and finds what is broken", async () => {
  const args = ["once", "--journey", journey(), "--target", "demo"];
  const healthy = await sonde(args, environment());
  expect(healthy).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^up +profile[\s\S]*passed +sign-in[\s\S]*passed +profile/),
  });
  scene.demo.setFaults(["html-error"]);
  expect(await sonde(args, environment())).toMatchObject({ code: 1, stdout: expect.stringMatching(/^down +profile/) });
});

test("the probe in the README is one that the configuration takes", async () => {
  const file = join(scene.folder.path, "sonde.config.mjs");
  const probe = block("ts", 'name: "profile"').trim().replace("probes/profile.ts", journey());
  writeFileSync(file, `export default { targets: { demo: { urls: { api: "${scene.demo.url}" } } }, probes: [${probe}] };`);
  expect(await sonde(["check", "--config", file], environment())).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("is fine"),
  });
});
