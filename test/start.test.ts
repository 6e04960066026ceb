import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { demoScene } from "./support/demo-scene.ts";
import { freePort, sonde } from "./support/sonde.ts";

const scene = demoScene();

async function start(more: Record<string, string> = {}) {
  const port = await freePort();
  const env = {
    SONDE_DEMO_URL: scene.demo.url,
    SONDE_STORE: join(scene.folder.path, "sonde.db"),
    SONDE_LOCATION: "test",
    SONDE_WEB_PORT: String(port),
    ...more,
  };
  const worker = scene.run(["start"], env);
  return { worker, env, port };
}

test("start runs health at once, serves its metrics, and drains on SIGTERM leaving nothing behind", async () => {
  const { worker, port } = await start();
  await worker.says(/up +health/);
  const answers = await Promise.all(["healthz", "readyz", "metrics"].map((path) => fetch(`http://127.0.0.1:${port}/${path}`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await answers[2]?.text()).toMatch(/sonde_runs_total\{[^}]*probe="health"[^}]*verdict="up"[^}]*\} 1/);
  worker.child.kill("SIGTERM");
  const { code, stderr } = await worker.finished;
  expect(code).toBe(0);
  expect(stderr).toBe("");
  const runs = join(scene.folder.path, "runs");
  expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([]);
});

test("a failure is confirmed, changes the state, and brings the whole picture; recovery likewise", async () => {
  scene.demo.setFaults(["auth-down"]);
  const { worker, env } = await start();
  await worker.says(/health was unknown and is down now|auth was unknown and is down now/);
  await worker.says(/down +websocket/);
  const { stdout } = await sonde(["status", "--json"], env);
  expect(stdout).toContain('"down"');
});

test("a second worker on the same store refuses and names the first; once beside it is fine", async () => {
  const { worker, env } = await start();
  await worker.says(/up +health/);
  const second = await sonde(["start"], { ...env, SONDE_WEB_PORT: String(await freePort()) });
  expect(second.code).toBe(2);
  expect(second.stderr).toContain(String(worker.child.pid));
  const beside = await sonde(["once", "auth"], env);
  expect(beside.code).toBe(0);
});

test("a port that is taken is an error that says which and what to do", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { worker } = await start({ SONDE_WEB_PORT: String(port) });
  const { code, stderr, stdout } = await worker.finished;
  taken.close();
  expect(code).toBe(2);
  expect(stderr + stdout).toContain(String(port));
});
