import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startDemo } from "../demo/server.ts";
import { sonde, startSonde, temporaryFolder } from "./support/sonde.ts";

let demo: Awaited<ReturnType<typeof startDemo>>;
let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeAll(async () => {
  demo = await startDemo({ port: 0, faults: [], timeScale: 0.1 });
});
afterAll(() => demo.close());
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, "sonde.db");
});
afterEach(() => folder.remove());

const environment = (more: Record<string, string> = {}) => ({
  SONDE_DEMO_URL: demo.url,
  SONDE_STORE: path,
  SONDE_WEB_PORT: "0",
  ...more,
});

test("a store is backed up while its worker runs, and the copy is sound and can be used", async () => {
  const worker = startSonde(["start"], environment());
  await worker.says(/up +health/);
  const copy = join(folder.path, "copy.db");
  const backup = await sonde(["store", "backup", copy], environment());
  const again = await sonde(["store", "backup", copy], environment());
  const aside = await sonde(["store", "move-aside"], environment());
  worker.child.kill("SIGTERM");
  await worker.finished;
  expect(backup).toMatchObject({ code: 0, stdout: expect.stringMatching(/copy\.db: \d/) });
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("exists already") });
  expect(aside).toMatchObject({ code: 2, stderr: expect.stringContaining(String(worker.child.pid)) });
  expect(await sonde(["store", "check"], environment({ SONDE_STORE: copy }))).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/is sound.*\n1 runs, 2 steps/),
  });
});

test("a damaged store is told, left as it is, and moved aside only when that is asked", async () => {
  writeFileSync(path, "this is no database ".repeat(500));
  for (const command of [["once", "health"], ["status"], ["start"]]) {
    const { code, stderr } = await sonde(command, environment());
    expect(code, command.join(" ")).toBe(2);
    expect(stderr).toMatch(/damaged[\s\S]*sonde store move-aside/);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
  expect((await sonde(["store", "check"], environment())).code).toBe(3);
  expect(readFileSync(path, "utf8")).toMatch(/^this is no database/);

  const { code, stdout } = await sonde(["store", "move-aside"], environment());
  expect([code, existsSync(path)]).toEqual([0, false]);
  expect(stdout).toMatch(/sonde\.db\.damaged-\d{8}T/);
  expect(readdirSync(folder.path).filter((name) => name.includes("damaged"))).toHaveLength(1);
  expect((await sonde(["once", "health"], environment())).code).toBe(0);
});

test("vacuum says what it gave back", async () => {
  await sonde(["once", "health"], environment());
  expect(await sonde(["store", "vacuum", "--budget", "1s"], environment())).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/MB given back\. Nothing is left to do\./),
  });
  expect((await sonde(["store", "vacuum", "--budget", "soon"], environment())).code).toBe(2);
});

test("the store can be looked after without the target's password", async () => {
  await sonde(["once", "health"], environment());
  const { code } = await sonde(["store", "check"], environment({ SONDE_TARGET: "staging" }));
  expect(code).toBe(0);
});

test.each([["status"], ["why", "health"], ["influx", "dead-letters", "list"]])(
  "`%s %s` where nothing was stored says so, and makes nothing",
  async (...command) => {
    const { code, stderr } = await sonde(command.filter(Boolean), environment());
    expect([code, existsSync(path)]).toEqual([2, false]);
    expect(stderr).toContain(`There is no store at ${path}`);
  },
);
