import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { catalogue } from "./faults/catalogue.ts";
import { scenarios } from "./faults/scenarios.ts";
import { visit } from "./visitor.ts";

const main = join(import.meta.dirname, "main.ts");
const clean = { PATH: process.env["PATH"] };

/** A folder of its own, for what a demo writes into the one that it is started in. */
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "sonde-demo-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Runs a command to its end. */
async function run(args: string[], env: Record<string, string> = {}) {
  const options = { cwd: folder(), env: { ...clean, ...env } };
  const child = spawn(process.execPath, [main, ...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [stdout, stderr, [code]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, "close")]);
  return { code, stdout, stderr };
}

/** Starts a demo of its own process, and waits until it says that it is there. */
async function start(args: string[] = [], env: Record<string, string> = {}) {
  const cwd = folder();
  const child = spawn(process.execPath, [main, "--port", "0", ...args], {
    cwd,
    env: { ...clean, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (more: string) => (text += more));
  await expect.poll(() => text, { timeout: 10_000 }).toMatch(/clear.*\n/);
  return { child, cwd, text, url: /http:\/\/[\d.:]+/.exec(text)?.[0] ?? "" };
}

/** Starts a demo as the worker does. */
async function forked() {
  const child = fork(main, ["--port", "0"], { cwd: folder(), env: clean, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [message] = await once(child, "message");
  return { child, message };
}

function exitOf(child: ChildProcess): Promise<unknown[]> {
  return once(child, "exit");
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function linesOf(path: string): unknown[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** An address where nothing listens. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe("npm run demo", () => {
  test("says where it is, whose account it has, and how to break it", async () => {
    const { text, url } = await start(["--fault", "slow", "chat-empty", "--time-scale", "0.1"]);
    expect(text).toContain("probe@demo.example");
    expect(text).toContain("slow, chat-empty");
    expect(text).toContain(`npm run demo -- set backend-503 --url ${url}`);
    expect(text).toContain(`SONDE_DEMO_URL=${url}`);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  test("has the account that Sonde was told of, and does not show its password", async () => {
    const account = { email: "own@demo.example", password: "own password" };
    const { text, url } = await start([], { SONDE_DEMO_EMAIL: account.email, SONDE_DEMO_PASSWORD: account.password });
    const headers = { "content-type": "application/json" };
    const { status } = await fetch(`${url}/auth/login`, { method: "POST", headers, body: JSON.stringify(account) });
    expect(status).toBe(200);
    expect(text).toContain(account.email);
    expect(text).not.toContain(account.password);
  });

  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("%s ends it with 0, also while somebody waits", async (signal) => {
    const { child, url } = await start(["--fault", "backend-503", "--time-scale", "100"]);
    const waiting = fetch(`${url}/api/dashboard`).catch(() => "ended");
    await fetch(`${url}/health/live`);
    child.kill(signal);
    expect(await exitOf(child)).toEqual([0, null]);
    expect(await waiting).toBe("ended");
  });

  test("ends when the npm that started it is gone", async () => {
    const script = `const child = require("node:child_process").spawn(process.execPath, [${JSON.stringify(main)}, "--port", "0"], {
      stdio: ["ignore", "inherit", "inherit"] }); console.log("pid", child.pid); setTimeout(() => {}, 60_000);`;
    const npm = spawn(process.execPath, ["-e", script], {
      cwd: folder(),
      env: { ...clean, npm_lifecycle_event: "demo" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    npm.stdout.setEncoding("utf8").on("data", (more: string) => (text += more));
    await expect.poll(() => text, { timeout: 10_000 }).toMatch(/clear/);
    const pid = Number(/pid (\d+)/.exec(text)?.[1]);
    onTestFinished(() => void (isAlive(pid) && process.kill(pid, "SIGKILL")));
    npm.kill("SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });

  test.each<[string, string[], RegExp]>([
    ["an unknown fault", ["--fault", "slw"], /No fault is named "slw": did you mean slow\?\nThe faults are /],
    ["a port that is none", ["--port", "many"], /Ports are whole numbers/],
    ["a time scale that is none", ["--time-scale", "-1"], /number from 0 on/],
    ["an address that is not loopback", ["--port", "0", "--host", "0.0.0.0"], /loopback only, which 0\.0\.0\.0 is not/],
    ["an unknown command", ["sett"], /sett is no command: it is set, clear, list, scenario or idle/],
    ["an unknown scenario", ["--scenario", "iteration-33"], /No scenario is named "iteration-33": did you mean iteration-3\?/],
    ["no number of instances", ["--instances", "0"], /whole number from 1 to 20/],
    ["no time to be idle", ["--idle", "soon"], /duration such as 90s, 20m or 1h/],
    ["a port for TLS that is none", ["--tls-port", "x"], /Ports are whole numbers/],
    [
      "a file that cannot be",
      ["--port", "0", "--tls-port", "0", "--ca-file", "/dev/null/ca.pem"],
      /cannot be written: .*--ca-file/,
    ],
    ["an unknown option", ["--fautl", "slow"], /unknown option '--fautl'/],
    ["set without a name", ["set"], /missing required argument/],
  ])("%s is a message on standard error and exit code 2", async (_name, args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("a port that is taken, here the one of SONDE_DEMO_URL, is a message and exit code 2", async () => {
    const { demo } = await visit();
    const { code, stderr } = await run([], { SONDE_DEMO_URL: demo.url });
    expect(stderr).toContain(`port ${new URL(demo.url).port}: another program`);
    expect(code).toBe(2);
  });

  test("--help shows options, commands, every scenario and every fault, in lines that stay readable", async () => {
    const { code, stdout } = await run(["--help"]);
    const words = ["--time-scale", "--tls-port", "--idle", "set", "clear", "list", "scenario", "npm run demo --"];
    for (const word of [...words, ...scenarios.keys(), ...catalogue.keys()]) expect(stdout).toContain(word);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(150);
    expect(code).toBe(0);
  });

  test("starts with a scenario, and more faults on top", async () => {
    const { text } = await start(["--scenario", "iteration-3", "--fault", "chat-empty"]);
    const faults = [...(scenarios.get("iteration-3")?.faults ?? []), "chat-empty"];
    expect(text).toContain(`faults     ${faults.join(", ")}\n`);
  });

  test("with --idle it scales to zero by itself", async () => {
    const { url } = await start(["--idle", "30s", "--time-scale", "0.01"]);
    const isCold = async () => (await fetch(`${url}/health/live`)).headers.get("x-cold-start");
    expect(await isCold()).toBeNull();
    await expect.poll(isCold, { timeout: 15_000, interval: 1_000 }).toBe("true");
  });

  test("with --tls-port it speaks TLS, and says how to trust it", async () => {
    const port = Number(new URL(await nowhere()).port);
    const { child, text } = await start(["--tls-port", String(port)]);
    expect(text).toContain(`https://localhost:${port}`);
    const caFile = /SSL_CERT_FILE=(\S+)/.exec(text)?.[1] ?? "";
    expect(readFileSync(caFile, "utf8")).toMatch(/^-----BEGIN CERTIFICATE-----/);
    const ask = `fetch("https://localhost:${port}/health/live").then(({ status }) => console.log(status))`;
    const trusting = spawn(process.execPath, ["-e", ask], { env: { ...clean, NODE_EXTRA_CA_CERTS: caFile } });
    expect(await textOf(trusting.stdout)).toBe("200\n");
    child.kill();
    await exitOf(child);
    expect(existsSync(caFile)).toBe(false);
  });
});

describe("the log", () => {
  test("is written where the demo was started, for its owner alone, and the welcome says where", async () => {
    const { child, cwd, text, url } = await start();
    await fetch(`${url}/health/live`);
    child.kill();
    await exitOf(child);
    const path = join(cwd, ".sonde", "demo.log.jsonl");
    expect(text).toContain(path);
    expect(linesOf(path)).toContainEqual(expect.objectContaining({ severity: "INFO", service: "backend" }));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("goes into another file with --log-file, and nowhere with --no-log", async () => {
    const [elsewhere, nowhere] = await Promise.all([start(["--log-file", "other.jsonl"]), start(["--no-log"])]);
    for (const { url } of [elsewhere, nowhere]) await fetch(`${url}/health/live`);
    await expect.poll(() => existsSync(join(elsewhere.cwd, "other.jsonl"))).toBe(true);
    expect([existsSync(join(elsewhere.cwd, ".sonde")), existsSync(join(nowhere.cwd, ".sonde"))]).toEqual([false, false]);
    expect(nowhere.text).toMatch(/log +none/);
  });

  test("that cannot be written is a line on standard error, and the demo goes on", async () => {
    const child = spawn(process.execPath, [main, "--port", "0", "--log-file", "/dev/null/log"], { env: clean });
    onTestFinished(() => void child.kill("SIGKILL"));
    let [out, complaint] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
    await expect.poll(() => out, { timeout: 10_000 }).toMatch(/http:/);
    const url = /http:\/\/[\d.:]+/.exec(out)?.[0] ?? "";
    for (let nth = 0; nth < 3; nth++) expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(complaint.trimEnd().split("\n")).toEqual([expect.stringMatching(/^The log cannot be written to \/dev\/null\/log: /)]);
  });
});

describe("forked", () => {
  test("it tells its URL, and ends with 0 on SIGTERM", async () => {
    const { child, message } = await forked();
    expect(message).toEqual({ ready: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    expect((await fetch(`${message.url}/health/live`)).status).toBe(200);
    child.kill("SIGTERM");
    expect(await exitOf(child)).toEqual([0, null]);
  });

  test("it ends with 0 when its parent lets go of it", async () => {
    const { child } = await forked();
    child.disconnect();
    expect(await exitOf(child)).toEqual([0, null]);
  });
});

describe("talking to a demo that runs", () => {
  test("set, list and clear", async () => {
    const { demo } = await visit();
    const env = { SONDE_DEMO_URL: demo.url };
    expect(await run(["set", "slow", "chat-empty"], env)).toEqual({
      code: 0,
      stdout: `On at ${demo.url}: slow, chat-empty\n`,
      stderr: "",
    });
    expect(demo.faults()).toEqual(["slow", "chat-empty"]);
    const { stdout } = await run(["list", "--url", demo.url]);
    expect(stdout).toMatch(/^ {2}on {3}slow +Everything works/m);
    expect(stdout).toMatch(/^ {7}backend-503 +Sign-in works/m);
    expect(await run(["clear"], env)).toEqual({ code: 0, stdout: `No fault is on at ${demo.url}.\n`, stderr: "" });
    expect(demo.faults()).toEqual([]);
  });

  test("set says what to do for a fault that nothing here can have", async () => {
    const { demo } = await visit();
    const { code, stdout } = await run(["set", "dns-failing", "--url", demo.url]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^On at .*: dns-failing\n.*http:\/\/sonde-demo\.invalid/)]);
  });

  test("scenario plays one, and shows them all", async () => {
    const { demo } = await visit();
    const env = { SONDE_DEMO_URL: demo.url };
    const faults = scenarios.get("iteration-3")?.faults ?? [];
    expect(await run(["scenario", "iteration-3"], env)).toEqual({
      code: 0,
      stdout: `On at ${demo.url}: ${faults.join(", ")}\n`,
      stderr: "",
    });
    expect(demo.faults()).toEqual(faults);
    const { stdout } = await run(["scenario"], env);
    expect(stdout).toMatch(/^It plays iteration-3\.\n/);
    for (const name of scenarios.keys()) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    const wrong = await run(["scenario", "iteration-33"], env);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/did you mean iteration-3\?/)]);
  });

  test("idle has the next request start an instance", async () => {
    const { demo, ask } = await visit();
    const { code, stdout } = await run(["idle", "--url", demo.url]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("the next request starts one")]);
    expect((await ask("GET", "/health/live")).headers.get("x-cold-start")).toBe("true");
  });

  test("an unknown fault is refused with the nearest, and changes nothing", async () => {
    const { demo } = await visit({ faults: ["slow"] });
    const { code, stderr } = await run(["set", "chat-emty"], { SONDE_DEMO_URL: demo.url });
    expect(stderr).toMatch(/"chat-emty": did you mean chat-empty\?/);
    expect([code, demo.faults()]).toEqual([2, ["slow"]]);
  });

  test.each(["set slow", "clear", "list", "scenario healthy", "scenario", "idle"])(
    "%s says how to start one where none runs",
    async (line) => {
      const url = await nowhere();
      const { code, stdout, stderr } = await run([...line.split(" "), "--url", url]);
      expect(stderr).toMatch(new RegExp(`^No demo answers at ${url}: .*ECONNREFUSED.*npm run demo.*SONDE_DEMO_URL`));
      expect([code, stdout]).toEqual([2, ""]);
    },
  );

  test("another server is told from a demo", async () => {
    const server = createServer((_request, response) => response.end("<p>hello")).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { code, stderr } = await run(["list", "--url", `http://127.0.0.1:${(server.address() as AddressInfo).port}`]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/is no demo: it answered 200/)]);
  });

  test("what is no URL is told so", async () => {
    const { code, stderr } = await run(["list", "--url", "localhost:4620"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^localhost:4620 is no URL/)]);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a forked demo that cannot have its port ends, although who forked it still listens", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as AddressInfo;
  const child = fork(main, ["--port", String(port)], { cwd: folder(), env: clean, stdio: ["ignore", "ignore", "ignore", "ipc"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  expect(await exitOf(child)).toEqual([2, null]);
});
