import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { runVariables } from "../worker/contract/settings.ts";
import { bundle } from "../worker/k6/bundle.ts";
import { exportK8s } from "../worker/load/export/k8s-export.ts";
import { exportScript } from "../worker/load/export/script-export.ts";
import { settingsFor, traceId } from "./support/run-k6.ts";
import { temporaryFolder } from "./support/sonde.ts";

let folder: ReturnType<typeof temporaryFolder>;
let requests: IncomingMessage[];
let server: ReturnType<typeof createServer>;
let url: string;

beforeEach(async () => {
  folder = temporaryFolder();
  requests = [];
  server = createServer((request, response) => {
    requests.push(request);
    response.setHeader("content-type", "application/json").end('{"status":"healthy","user":{"id":"u-1"}}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  folder.remove();
});

/** k6 with nothing of ours around it. */
async function k6(args: string[], env: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.env["SONDE_K6"] ?? "k6", args, {
    cwd: folder.path,
    env: { PATH: process.env["PATH"], HOME: folder.path, K6_NO_USAGE_REPORT: "true", ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

function write(name: string, text: string): string {
  const file = join(folder.path, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

const root = join(import.meta.dirname, "..");
const scenarios = { health: { executor: "shared-iterations", vus: 2, iterations: 6, exec: "default" } };

function variables(): Record<string, string> {
  return {
    [runVariables.runId]: "0198f7c0-0000-7000-8000-000000000001",
    [runVariables.traceId]: traceId,
    [runVariables.userAgent]: "Sonde/test (load)",
    [runVariables.target]: JSON.stringify(settingsFor(url)),
  };
}

test("an exported journey is a plain script that k6 runs by itself, with the options of the load", async () => {
  const { code } = await bundle(join(root, "probes/health.ts"));
  const script = await exportScript({
    code,
    options: { scenarios },
    profile: "smoke",
    target: "test",
    variables: variables(),
    secrets: [],
  });
  const run = await k6(["run", "--quiet", write("load.js", script)]);
  expect(run.output).toMatch(/iterations\.*: 6 /);
  expect(run.code).toBe(0);
  expect(new Set(requests.map(({ headers }) => headers["user-agent"]))).toEqual(new Set(["Sonde/test (load)"]));
  expect(requests.length).toBeGreaterThanOrEqual(6);
});

test("variables of its own can be set, and secrets come from k6's source and are nowhere in it", async () => {
  const plain = `import http from "k6/http"; import secrets from "k6/secrets";
    export const options = { vus: 5, duration: "1h" };
    export default async () => { http.get(__ENV.BASE + "/" + (await secrets.get("password"))); };`;
  const { code } = await bundle(write("plain.js", plain));
  const given = { code, options: { scenarios }, profile: "smoke", target: "test", variables: { BASE: "http://127.0.0.1:1" } };
  const script = await exportScript({ ...given, secrets: ["password"] });
  const source = `--secret-source=file=filename=${write("secrets.txt", "password=let-me-in\n")}`;
  const run = await k6(["run", "--quiet", source, "-e", `BASE=${url}`, write("load.js", script)]);
  expect(run.code).toBe(0);
  expect(requests.map((request) => request.url)).toEqual(Array.from({ length: 6 }, () => "/let-me-in"));
  expect(script).not.toContain("let-me-in");
});

test("what is exported for Kubernetes runs as the operator runs it: archived without secrets, then with them", async () => {
  const journey = join(root, "probes/health.ts");
  const manifests = await exportK8s({
    code: (await bundle(journey)).code,
    options: { scenarios },
    name: "sonde-smoke-test",
    namespace: null,
    journey,
    parallelism: 2,
    image: null,
    variables: variables(),
    secret: { name: "sonde-test", keys: ["password"] },
  });
  if (manifests.kind !== "written") throw new Error(manifests.problem.found);
  const [configMap, testRun] = parseAllDocuments(manifests.yaml).map((document) => document.toJS() as never);
  const script = write("load.js", (configMap as unknown as { data: Record<string, string> }).data["load.js"] ?? "");
  const { initializer, runner } = (testRun as unknown as { spec: Record<string, { env: { name: string; value: string }[] }> })
    .spec;
  const variablesOf = (pod: typeof runner) => Object.fromEntries((pod?.env ?? []).map(({ name, value }) => [name, value]));

  expect((await k6(["archive", script, "-O", "load.tar"], variablesOf(initializer))).code).toBe(0);
  const secrets = { K6_SECRET_SOURCE: `file=filename=${write("secrets", "password=let-me-in\n")}` };
  const segments = ["--execution-segment=0:1/2", "--execution-segment-sequence=0,1/2,1"];
  const run = await k6(["run", "--quiet", ...segments, script], { ...variablesOf(runner), ...secrets });
  expect([run.code, /iterations\.*: 3 /.test(run.output)]).toEqual([0, true]);
});
