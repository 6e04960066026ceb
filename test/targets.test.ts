import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { version } from "../worker/cli/version.ts";
import { freePort, sonde, startSonde, temporaryFolder } from "./support/sonde.ts";

const root = join(import.meta.dirname, "..");

let folder: ReturnType<typeof temporaryFolder>;
let requests: IncomingMessage[];
let server: ReturnType<typeof createServer>;
let port: number;

beforeEach(async () => {
  folder = temporaryFolder();
  requests = [];
  server = createServer((request, response) => {
    requests.push(request);
    response.setHeader("content-type", "application/json").end('{"status":"healthy"}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  folder.remove();
});

function configure(target: object): string {
  const file = join(folder.path, "sonde.config.mjs");
  const config = {
    targets: { staging: target },
    probes: [{ name: "health", journey: join(root, "probes/health.ts"), every: "30s" }],
  };
  writeFileSync(file, `export default ${JSON.stringify(config)}`);
  return file;
}

test("a target's extra headers go out with every request, those of secrets too, and say truly who asks", async () => {
  const file = configure({
    urls: { api: `http://127.0.0.1:${port}` },
    secrets: { "proxy-token": { env: "PROXY_TOKEN" } },
    headers: { "x-team": "reliability", "Proxy-Authorization": { secret: "proxy-token" } },
  });
  const token = join(folder.path, "token");
  writeFileSync(token, "Bearer token-of-the-identity-proxy\n");
  const { code, stdout, stderr } = await sonde(["once", "--json", "--config", file], { PROXY_TOKEN_FILE: token });
  expect([code, stderr.includes("token-of-the-identity-proxy"), stdout.includes("token-of-the-identity-proxy")]).toEqual([
    0,
    false,
    false,
  ]);
  const { runId, traceId } = JSON.parse(stdout) as { runId: string; traceId: string };
  expect(requests).toHaveLength(2);
  for (const { headers } of requests) {
    expect(headers).toMatchObject({
      "x-team": "reliability",
      "proxy-authorization": "Bearer token-of-the-identity-proxy",
      "user-agent": `Sonde/${version} (synthetic monitoring)`,
      "x-sonde-run": runId,
      traceparent: expect.stringMatching(`^00-${traceId}-[0-9a-f]{16}-01$`),
    });
  }
});

test("a proxy from the environment is what journeys go through", async () => {
  const file = configure({ urls: { api: "http://staging.invalid" } });
  const { code } = await sonde(["once", "--config", file], { HTTP_PROXY: `http://127.0.0.1:${port}` });
  expect(code).toBe(0);
  expect(requests.map(({ url }) => url)).toEqual(["http://staging.invalid/auth/health", "http://staging.invalid/health"]);
});

test("other paths than the usual ones come from the configuration", async () => {
  const file = configure({ urls: { api: `http://127.0.0.1:${port}/base/` }, paths: { health: "/up", authHealth: "/auth/up" } });
  expect((await sonde(["once", "--config", file])).code).toBe(0);
  expect(requests.map(({ url }) => url)).toEqual(["/base/auth/up", "/base/up"]);
});

test("no process that is started along inherits a password, and the demo has the account that the configuration says", async () => {
  const store = join(folder.path, "sonde.db");
  const password = join(folder.path, "password");
  writeFileSync(password, "demo password from a file");
  const file = join(folder.path, "sonde.config.mjs");
  const account = { email: { env: "SONDE_DEMO_EMAIL", default: "probe@demo.example" }, password: { env: "SONDE_DEMO_PASSWORD" } };
  const staging = { urls: { api: `http://127.0.0.1:${port}` }, secrets: { password: { env: "STAGING_PASSWORD" } } };
  const config = {
    targets: { demo: { urls: { api: { env: "SONDE_DEMO_URL" } }, secrets: account }, staging },
    probes: [
      { name: "auth", journey: join(root, "probes/auth.ts"), every: "1s", timeout: "1s" },
      { name: "health", journey: join(root, "probes/health.ts"), every: "1s", timeout: "1s", target: "staging" },
    ],
    store: { path: store },
    web: { port: 0 },
  };
  writeFileSync(file, `export default ${JSON.stringify(config)}`);
  const worker = startSonde(["start", "--config", file], {
    SONDE_DEMO_URL: `http://127.0.0.1:${await freePort()}`,
    SONDE_DEMO_PASSWORD_FILE: password,
    STAGING_PASSWORD: "correct horse battery",
  });
  await worker.says(/up +auth/);
  const children = childrenOf(worker.child.pid ?? 0);
  const environments = children.map((pid) => readFileSync(`/proc/${pid}/environ`, "utf8"));
  const groups = children.map(
    (pid) =>
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ")[2],
  );
  worker.child.kill("SIGTERM");
  expect((await worker.finished).code).toBe(0);
  expect(children.length).toBeGreaterThan(0);
  // Ctrl-C is for the worker alone: its runs and the demo that they need go on while it drains.
  expect(groups.filter((group) => group === String(worker.child.pid))).toEqual([]);
  expect(environments.filter((text) => text.includes("correct horse battery"))).toEqual([]);
});

function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
}
