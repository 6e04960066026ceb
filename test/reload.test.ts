import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { demoScene } from "./support/demo-scene.ts";
import { sonde } from "./support/sonde.ts";

const root = join(import.meta.dirname, "..");

const scene = demoScene();

const probe = (name: string) => ({ name, journey: join(root, "probes/health.ts"), every: "1s", timeout: "1s" });

function configure(change: object): string {
  const file = join(scene.folder.path, "sonde.config.mjs");
  const config = { targets: { test: { urls: { api: scene.demo.url } } }, web: { port: 0 }, location: "test", ...change };
  writeFileSync(file, `export default ${JSON.stringify(config)}`);
  return file;
}

test("a changed configuration is taken over while Sonde runs; a wrong one is told, and the old one goes on", async () => {
  const file = configure({ probes: [probe("first")] });
  const worker = scene.run(["start", "--config", file], {});
  await worker.says(/up +first/);

  configure({ probes: [{ ...probe("second"), journey: "nowhere.ts" }] });
  await worker.says(/probes\.second\.journey: found no file at[\s\S]*the changed configuration is wrong, the old one goes on/);
  const before = worker.stdout().match(/up +first/g)?.length ?? 0;
  await worker.says(new RegExp(`(up +first[\\s\\S]*){${before + 1}}`));

  configure({ probes: [probe("second")], location: "elsewhere" });
  worker.child.kill("SIGHUP");
  await worker.says(/the changed configuration is in force/);
  await worker.says(/these take a restart.*location/);
  await worker.says(/up +second/);
  worker.child.kill("SIGTERM");
  expect((await worker.finished).code).toBe(0);
  const { stdout } = await sonde(["status", "--json", "--config", file]);
  expect(JSON.parse(stdout)).toMatchObject({ probes: [{ probe: "second", state: "up" }] });
});

test("the worker drains when the process that started it is gone", async () => {
  const file = configure({ probes: [probe("first")] });
  const command = `"${process.execPath}" "${join(root, "worker/cli/main.ts")}" start --config "${file}" & wait`;
  const parent = spawn("sh", ["-c", command], {
    env: { PATH: process.env["PATH"], SONDE_K6: process.env["SONDE_K6"] ?? "k6" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  const toldOf = (pattern: RegExp) =>
    new Promise<void>((resolve) => parent.stdout.on("data", () => pattern.test(said) && resolve()));
  parent.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await toldOf(/up +first/);
  const closed = once(parent, "close");
  parent.kill("SIGKILL");
  await closed;
  expect(said).toMatch(/draining.*the process that started it is gone[\s\S]*stopped\n$/);
});

test("SIGHUP does not end a worker that drains, and its run is kept", async () => {
  const slow = join(scene.folder.path, "slow.js");
  const url = `${scene.demo.url}/health/live`;
  writeFileSync(
    slow,
    `import http from "k6/http"; import { check, sleep } from "k6";
     export default function () { http.get("${url}"); sleep(2); check(http.get("${url}"), { alive: (r) => r.status === 200 }); }`,
  );
  const file = configure({ probes: [{ name: "health", journey: slow, every: "10s", timeout: "10s" }] });
  const worker = scene.run(["start", "--config", file], {});
  await vi.waitUntil(
    () => existsSync(join(scene.folder.path, ".sonde/runs")) && readdirSync(join(scene.folder.path, ".sonde/runs")).length > 0,
    20_000,
  );
  worker.child.kill("SIGTERM");
  await worker.says(/draining/);
  for (let times = 0; times < 5; times++) worker.child.kill("SIGHUP");
  const { code, stdout } = await worker.finished;
  expect(stdout).toMatch(/up +health/);
  expect(code).toBe(0);
});
