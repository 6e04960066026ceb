import { createHmac } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { demoAccount } from "../demo/server.ts";
import { systemClock } from "../worker/kit/clock.ts";
import type { StoredLeftover } from "../worker/store/leftovers.ts";
import { openStore } from "../worker/store/open.ts";
import { demoScene } from "./support/demo-scene.ts";
import { startHangingApi } from "./support/hanging-api.ts";
import { type Running, sonde } from "./support/sonde.ts";

const root = join(import.meta.dirname, "..");
const scene = demoScene();
let api: Awaited<ReturnType<typeof startHangingApi>>;

beforeEach(async () => {
  api = await startHangingApi();
});
afterEach(() => api.close());

const limits = { retentionMs: 1e12, maxBytes: 1e12, maxOutboxBytes: 1e12 };
const storePath = () => join(scene.folder.path, "sonde.db");

function inStore<T>(look: (store: ReturnType<typeof openStore>) => T): T {
  const store = openStore(storePath(), { clock: systemClock, limits });
  try {
    return look(store);
  } finally {
    store.close();
  }
}

const leftovers = () => inStore((store) => store.leftovers.list(null));

/** A platform whose accounts are the demo's, and whose backend never answers. */
function environment(auth = scene.demo.url): Record<string, string> {
  const file = join(scene.folder.path, "sonde.config.mjs");
  const journey = join(root, "probes/first-time-user.ts");
  const config = {
    targets: {
      platform: {
        urls: { api: { env: "PLATFORM_API" }, auth: { env: "PLATFORM_AUTH" } },
        secrets: { email: { env: "PLATFORM_EMAIL" }, password: { env: "PLATFORM_PASSWORD" } },
      },
    },
    probes: [{ name: "first-time-user", journey, every: "10m", timeout: "60s" }],
    store: { path: storePath() },
  };
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  const { email, password } = demoAccount;
  const platform = { PLATFORM_API: api.url, PLATFORM_AUTH: auth, PLATFORM_EMAIL: email, PLATFORM_PASSWORD: password };
  return { ...platform, SONDE_CONFIG: file, SONDE_WEB_PORT: "0" };
}

/** A run that hangs between sign-up and clean-up: it signed in, since it asks for the dashboard. */
async function hangingRun(env: Record<string, string>) {
  const run = scene.run(["once", "first-time-user"], env);
  await Promise.race([api.asked, run.finished.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
  return run;
}

/** A second request to stop ends the runs under way as well. */
async function stopAtOnce({ child, finished }: Running): Promise<void> {
  child.kill("SIGTERM");
  await systemClock.sleep(1_200);
  child.kill("SIGTERM");
  await finished;
}

function killK6(): void {
  const folder = join(scene.folder.path, "runs");
  const [run = ""] = readdirSync(folder);
  process.kill(Number.parseInt(readFileSync(join(folder, run, "process"), "utf8"), 10), "SIGKILL");
}

/** As the kit derives it from the secret and the address. */
function passwordOf(email: string): string {
  const digest = createHmac("sha256", demoAccount.password).update(email).digest("base64url");
  return `Sd1!${digest.slice(0, 32)}`;
}

async function signIn(email: string, password: string): Promise<number> {
  const body = JSON.stringify({ email, password });
  const headers = { "Content-Type": "application/json" };
  return (await fetch(`${scene.demo.url}/auth/login`, { method: "POST", headers, body })).status;
}

async function signUp(email: string): Promise<void> {
  const body = JSON.stringify({ email, password: passwordOf(email), display_name: "Somebody" });
  const headers = { "Content-Type": "application/json" };
  await fetch(`${scene.demo.url}/auth/signup`, { method: "POST", headers, body });
}

test("what a killed k6 left is on record, and cleanup removes it and nothing else", async () => {
  const env = environment();
  await signUp("somebody@demo.example");
  const run = await hangingRun(env);
  killK6();
  expect(await run.finished).toMatchObject({ code: 3, stderr: expect.stringContaining("still on platform") });
  const [account] = leftovers();
  if (!account) throw new Error("the account is not on record");
  expect(account).toMatchObject({ target: "platform", kind: "account", probe: "first-time-user" });
  expect(account.name).toMatch(/^probe\+sonde-\w+-1-0@demo\.example$/);
  expect(await signIn(account.name, passwordOf(account.name)), "it is there").toBe(200);
  expect((await sonde(["status"], env)).stdout).toContain("1 account that runs made is still on platform");

  const { code, stdout } = await sonde(["cleanup"], env);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`removed ${account.name}  of run ${account.runId}, `)]);
  expect(leftovers()).toEqual([]);
  expect(await signIn(account.name, passwordOf(account.name)), "it is gone").toBe(401);
  expect(await signIn("somebody@demo.example", passwordOf("somebody@demo.example"))).toBe(200);
  expect(await signIn(demoAccount.email, demoAccount.password)).toBe(200);
  expect((await sonde(["status"], env)).stdout).not.toContain("that runs made");
  expect(await sonde(["cleanup"], env)).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing to remove") });
});

test("what a killed worker left may belong to a run that goes on: cleanup waits, unless it is told not to", async () => {
  const env = environment();
  const worker = await hangingRun(env);
  worker.child.kill("SIGKILL");
  await worker.finished;
  killK6();
  const [account] = leftovers();
  if (!account) throw new Error("the account is not on record");
  expect(
    inStore((store) => store.run(account.runId)),
    "nobody stored the run",
  ).toBeNull();

  const early = await sonde(["cleanup"], env);
  expect([early.code, early.stdout]).toEqual([1, expect.stringMatching(/^kept +probe\+sonde-.*may still be going on/)]);
  expect(await signIn(account.name, passwordOf(account.name))).toBe(200);

  const started = scene.run(["start"], env);
  await started.says(/1 account that runs made is still on platform: .* cleanup/);
  await stopAtOnce(started);

  const told = await sonde(["cleanup", "--older-than", "0s"], env);
  expect(told.stdout).toContain(`removed ${account.name}`);
  expect(await signIn(account.name, passwordOf(account.name))).toBe(401);
});

function onRecord(name: string, given: Partial<StoredLeftover> = {}): void {
  const run = { target: "platform", runId: "019a0000-0000-7000-8000-000000000001", probe: "first-time-user" };
  inStore((store) => store.leftovers.add({ ...run, kind: "account", name, ...given }));
}

const now = ["cleanup", "--older-than", "0s"];

test("an account that is not there any more leaves the record, beside one that is removed", async () => {
  await signUp("probe+sonde-there@demo.example");
  onRecord("probe+sonde-there@demo.example");
  onRecord("probe+sonde-gone@demo.example");
  const { code, stdout } = await sonde(now, environment());
  expect(stdout.match(/^removed probe\+sonde-(?:there|gone)@demo\.example/gm)).toHaveLength(2);
  expect([code, leftovers()]).toEqual([0, []]);
});

test("what cannot be removed now is kept, with what was seen, and the exit code is 1", async () => {
  onRecord("probe+sonde-1@demo.example");
  onRecord("probe+sonde-2@elsewhere.example", { target: "elsewhere" });
  scene.demo.setFaults(["auth-down"]);
  const env = environment();
  const { code, stdout } = await sonde(now, env);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^kept +probe\+sonde-1@demo\.example .*: clean-up: .*\b50\d\b/m);
  expect(stdout).toMatch(/^kept +probe\+sonde-2@elsewhere\.example .*--target elsewhere/m);
  expect(stdout).toContain("2 of 2 still there.");
  expect(leftovers()).toHaveLength(2);
  expect((await sonde(["why", "cleanup"], env)).stdout).toContain("clean-up");

  scene.demo.setFaults([]);
  const again = await sonde([...now, "--target", "platform"], env);
  expect(again.code, again.stdout).toBe(0);
  expect(leftovers()).toMatchObject([{ target: "elsewhere" }]);
});

test("more accounts than fit into one run are removed all the same", async () => {
  for (let number = 0; number < 25; number++) onRecord(`probe+sonde-${number}@demo.example`);
  const { code, stdout } = await sonde(now, environment());
  expect([code, stdout.match(/^removed/gm)?.length, leftovers()]).toEqual([0, 25, []]);
});

test("an age that is none is refused", async () => {
  const { code, stderr } = await sonde(["cleanup", "--older-than", "soon"], environment());
  expect([code, stderr]).toEqual([2, expect.stringContaining("--older-than soon is no duration")]);
});
