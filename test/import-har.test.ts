import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { demoScene } from "./support/demo-scene.ts";
import { createRecorder } from "./support/har-recorder.ts";
import { sonde } from "./support/sonde.ts";
import { account as siteAccount, startStrictSite } from "./support/strict-site.ts";

const probes = join(import.meta.dirname, "..", "probes");
const account = { email: "probe@demo.example", password: "demo-probe-password" };
const scene = demoScene();
const json = (value: object) => ({ mimeType: "application/json", text: JSON.stringify(value) });

function har(text: string): string {
  const file = join(scene.folder.path, "visit.har");
  writeFileSync(file, text);
  return file;
}

/** A configuration with one target and the probe that is imported. */
function configuration(url: string, secrets: Record<string, { env: string }>): string {
  const file = join(scene.folder.path, "sonde.config.mjs");
  const probe = { name: "visit", journey: "probes/visit.ts", every: "60s" };
  writeFileSync(
    file,
    `export default ${JSON.stringify({ targets: { demo: { urls: { api: url }, secrets } }, probes: [probe] })};`,
  );
  return file;
}

/** The text of the journey that was made, which from now on imports the repository's kit. */
function madeJourney(): string {
  const file = join(scene.folder.path, "probes", "visit.ts");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replaceAll('"sonde/probes/', `"${probes}/`));
  return text;
}

/** Runs the probe that was made. */
function runIt(config: string, environment: Record<string, string>) {
  return sonde(["once", "visit", "--config", config], { ...environment, SONDE_STORE: join(scene.folder.path, "sonde.db") });
}

test("a recorded sign-in, dashboard and chat become a journey that is up, and hold nothing of whoever recorded it", async () => {
  const browser = createRecorder();
  const { url } = scene.demo;
  const signedIn = await browser.ask(`${url}/auth/login`, { method: "POST", body: json(account) });
  const { access_token: token } = signedIn.body as { access_token: string };
  const headers = { Authorization: `Bearer ${token}` };
  await browser.ask(`${url}/api/dashboard`, { headers });
  const question = json({ message: "How do I spend less?", thread_id: "t-1" });
  await browser.ask(`${url}/api/chat`, { method: "POST", headers, body: question });

  const config = configuration(url, { email: { env: "DEMO_EMAIL" }, password: { env: "DEMO_PASSWORD" } });
  const imported = await sonde(["import", "har", har(browser.har()), "--config", config, "--target", "demo"]);
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  expect(imported.stdout).toMatch(
    /3 steps from 3 requests[^]*email: a secret[^]*accessToken: read from the answer of POST \/auth\/login/,
  );
  expect(imported.stdout).toContain('{ name: "visit", journey: "probes/visit.ts", every: "5m", timeout: "60s" },');
  const text = madeJourney();
  for (const value of [token, ...Object.values(account)]) expect(text + imported.stdout).not.toContain(value);

  const run = await runIt(config, { DEMO_EMAIL: account.email, DEMO_PASSWORD: account.password });
  expect(run.stdout).toMatch(/^up +visit[^]*passed +post-auth-login[^]*passed +get-api-dashboard[^]*passed +post-api-chat/);
  expect(run.code).toBe(0);

  scene.demo.setFaults(["backend-503"]);
  const broken = await runIt(config, { DEMO_EMAIL: account.email, DEMO_PASSWORD: account.password });
  expect(broken.stdout).toMatch(/^down +visit[^]*passed +post-auth-login[^]*failed +get-api-dashboard/);
});

test("cookies, a CSRF token, ids and a form are sent as the site gives them anew", async () => {
  const site = await startStrictSite();
  try {
    const browser = createRecorder();
    const start = await browser.ask(`${site.url}/start`);
    const Cookie = start.headers.get("set-cookie")?.split(";")[0] ?? "";
    const csrf = start.headers.get("x-csrf-token") ?? "";
    const form = new URLSearchParams({ username: siteAccount.user, password: siteAccount.password }).toString();
    const body = { mimeType: "application/x-www-form-urlencoded", text: form };
    const login = await browser.ask(`${site.url}/login`, { method: "POST", headers: { Cookie, "X-CSRF-Token": csrf }, body });
    const { user, ticket } = login.body as { user: { id: number }; ticket: string };
    const Authorization = `Basic ${Buffer.from(`${siteAccount.user}:${siteAccount.password}`).toString("base64")}`;
    await browser.ask(`${site.url}/items/${user.id}?ticket_token=${ticket}`, { headers: { Cookie, Authorization } });

    const config = configuration(site.url, { username: { env: "SITE_USER" }, password: { env: "SITE_PASSWORD" } });
    expect(await sonde(["import", "har", har(browser.har()), "--config", config])).toMatchObject({ code: 0, stderr: "" });
    const text = madeJourney();
    for (const value of [csrf, ticket, Cookie, form, Authorization, String(user.id)]) expect(text).not.toContain(value);

    const run = await runIt(config, { SITE_USER: siteAccount.user, SITE_PASSWORD: siteAccount.password });
    expect(run.stdout).toMatch(/^up +visit[^]*passed +get-start[^]*passed +post-login[^]*passed +get-items/);
    expect(run.code).toBe(0);
  } finally {
    await site.close();
  }
});

describe("what cannot be imported is told, and makes no file", () => {
  const empty = JSON.stringify({ log: { entries: [] } });
  const stylesheet = {
    request: { method: "GET", url: "https://app.example.com/a.css", headers: [] },
    response: { status: 200, headers: [], content: { mimeType: "text/css" } },
  };
  test.each([
    ["no JSON", "password=hunter22", [], "it is no JSON, and a HAR is"],
    ["no HAR", "{}", [], "a HAR has a list of requests at log.entries"],
    ["no request", empty, [], "It holds no request."],
    [
      "no request that counts",
      JSON.stringify({ log: { entries: [stylesheet] } }),
      ["--host", "app.example.com"],
      "left out 1: static file",
    ],
    ["a name that is none", empty, ["--name", "../x"], "is no name for a journey"],
  ])("%s", async (_what, text, args, message) => {
    const config = configuration(scene.demo.url, {});
    const { code, stderr, stdout } = await sonde(["import", "har", har(text), "--config", config, ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("hunter22");
    expect(existsSync(join(scene.folder.path, "probes"))).toBe(false);
  });

  test("a file that is not there, and a journey that is", async () => {
    const config = configuration(scene.demo.url, {});
    expect(await sonde(["import", "har", "nowhere.har", "--config", config])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("nowhere.har cannot be read"),
    });
    const browser = createRecorder();
    await browser.ask(`${scene.demo.url}/health`);
    const args = ["import", "har", har(browser.har()), "--config", config];
    expect(await sonde(args)).toMatchObject({ code: 0 });
    expect(await sonde(args)).toMatchObject({ code: 2, stderr: expect.stringContaining("is there already") });
  });
});
