import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { visit } from "../visitor.ts";
import { fine, statuses } from "./calls.ts";

function newLogFile() {
  const folder = mkdtempSync(join(tmpdir(), "sonde-demo-deploy-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "demo.log.jsonl");
  return { path, read: () => readFileSync(path, "utf8") };
}

test.each([
  ["database-host-missing", /DATABASE_HOST required in staging\/production\. Cannot be localhost or empty\./],
  ["database-password-rejected", /DATABASE_PASSWORD required in staging\/production\. Must be 8\+ characters and not use common/],
  ["secret-missing", /JWT_SECRET_KEY required in staging\/production/],
  ["worker-never-boots", /ModuleNotFoundError/],
])("%s: the front answers in its own words after seconds, and the log has the validator's", async (fault, words) => {
  const log = newLogFile();
  const visitor = await visit({ timeScale: 0.02, faults: [fault], logFile: log.path });
  const token = await visitor.signIn();
  const startedMs = performance.now();
  const { status, text, headers } = await visitor.ask("GET", "/health");
  const ms = performance.now() - startedMs;
  expect([status, text]).toEqual([503, "The request failed because no instance is available."]);
  for (const name of ["x-request-id", "x-revision", "x-trace-id"]) expect(headers.has(name)).toBe(false);
  expect(ms).toBeGreaterThanOrEqual(5_000 * 0.02 - 2);
  expect((await visitor.socket(`/ws?token=${token}`).rejected).status).toBe(503);
  expect(log.read()).toMatch(words);
  expect(log.read()).toMatch(/"CRITICAL".*Worker failed to boot\..*"exit_code":3/);
});

test("no-instance: the front does not even wait", async () => {
  const visitor = await visit({ timeScale: 1, faults: ["no-instance"] });
  const startedMs = performance.now();
  expect((await visitor.ask("GET", "/health")).status).toBe(503);
  expect(performance.now() - startedMs).toBeLessThan(4_000);
});

describe("a start-up that does not complete", () => {
  test("websocket-manager-at-import: health has the error, the rest says that start-up failed", async () => {
    const visitor = await visit({ faults: ["websocket-manager-at-import"] });
    const token = await visitor.signIn();
    expect((await visitor.ask("GET", "/health")).json).toEqual({
      status: "unhealthy",
      message: "Startup failed: DeterministicStartupError: WebSocket manager creation requires valid UserExecutionContext",
      startup_failed: true,
    });
    const failed = { detail: "Startup failed" };
    expect((await visitor.ask("GET", "/api/dashboard", { token })).json).toEqual(failed);
    expect((await visitor.ask("GET", "/health/ready")).json).toEqual(failed);
    expect(JSON.parse((await visitor.socket(`/ws?token=${token}`).rejected).text)).toEqual(failed);
    expect((await visitor.ask("GET", "/health/live")).json).toEqual({ status: "alive" });
  });

  test("startup-stuck: health shows the phase, for ever", async () => {
    const { ask } = await visit({ faults: ["startup-stuck"] });
    const stuck = {
      status: "unhealthy",
      message: "Startup in progress",
      startup_in_progress: true,
      details: { phase: "6 of 21: WebSocket manager", progress: 0.29 },
    };
    expect((await ask("GET", "/health")).json).toEqual(stuck);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await ask("GET", "/health")).json).toEqual(stuck);
    expect((await ask("GET", "/health/ready")).json).toEqual({ detail: "Startup not complete" });
  });
});

test("crash-loop: now the front says 503, now the application, and it never works", async () => {
  const { ask, signIn } = await visit({ timeScale: 0.02, faults: ["crash-loop"] });
  const token = await signIn();
  const seen = new Set<string>();
  const meet = async () => {
    const { status, text } = await ask("GET", "/api/dashboard", { token });
    expect([status, text]).toEqual([
      503,
      expect.stringMatching(/no instance is available|connection termination|Startup not complete/),
    ]);
    return [...seen.add(text)];
  };
  await expect.poll(meet, { timeout: 10_000 }).toContain("The request failed because no instance is available.");
  await expect.poll(meet, { timeout: 10_000 }).toContain('{"detail":"Startup not complete"}');
});

describe("cold-start-30s", () => {
  test("requests hang while it boots, then health counts the phases; the first answer says that it was cold", async () => {
    const { demo, ask } = await visit({ timeScale: 0.02 });
    demo.setFaults(["cold-start-30s"]);
    const startedMs = performance.now();
    const { headers, json } = await ask("GET", "/health");
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(6_000 * 0.95 * 0.02 - 2);
    expect([headers.get("x-cold-start"), json]).toMatchObject(["true", { startup_in_progress: true }]);
    const isReady = async () => (await ask("GET", "/health/ready")).status;
    await expect.poll(isReady, { timeout: 10_000 }).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(29_000 * 0.02);
    const { headers: warm, json: healthy } = await ask("GET", "/health");
    expect(warm.has("x-cold-start")).toBe(false);
    expect((healthy as { uptime_seconds: number }).uptime_seconds).toBeLessThan((performance.now() - startedMs) / 1_000);
  });
});

describe("memory-leak", () => {
  test("each instance dies in its twelfth request, which is cut off, and is fresh afterwards", async () => {
    const { ask } = await visit({ faults: ["memory-leak"], instances: 1 });
    const seen: number[] = [];
    for (let nth = 0; nth < 24; nth++) seen.push((await ask("GET", "/health")).status);
    expect(seen).toEqual(Array.from({ length: 24 }, (_, index) => (index % 12 === 11 ? 503 : 200)));
  });

  test("answers get slower before that", async () => {
    const { ask } = await visit({ timeScale: 0.05, faults: ["memory-leak"], instances: 1 });
    const times: number[] = [];
    for (let nth = 0; nth < 11; nth++) {
      const startedMs = performance.now();
      await ask("GET", "/health");
      times.push(performance.now() - startedMs);
    }
    expect(times.at(-1)).toBeGreaterThanOrEqual(2_500 * 0.9 * 0.05 - 2);
    expect(times[1]).toBeLessThan(times.at(-1) ?? 0);
  });

  test("whose socket it had is cut off without a word", async () => {
    const visitor = await visit({ faults: ["memory-leak"], instances: 1 });
    const { message, closed } = visitor.socket(`/ws?token=${await visitor.signIn()}`);
    await message("connected");
    for (let nth = 0; nth < 11; nth++) await visitor.ask("GET", "/health");
    expect((await closed).code).toBe(1006);
  });
});

describe("a roll-out", () => {
  test("comes with a new revision on every answer, tells sockets to come again, and no request fails of it", async () => {
    const visitor = await visit({ timeScale: 0.05 });
    const token = await visitor.signIn();
    const { message, closed } = visitor.socket(`/ws?token=${token}`);
    await message("connected");
    visitor.demo.setFaults(["llm-key-missing"]);
    const { status, headers, json } = await visitor.ask("GET", "/health");
    expect([status, headers.get("x-revision")]).toEqual([200, expect.stringMatching(/^backend-00043-[a-z]{3}$/)]);
    expect(json).toMatchObject({ revision: headers.get("x-revision") });
    expect(headers.has("x-cold-start")).toBe(false);
    expect((await closed).code).toBe(1012);
    visitor.demo.setFaults([]);
    expect(await statuses(visitor, token)).toEqual(fine);
    expect((await visitor.ask("GET", "/health")).headers.get("x-revision")).toMatch(/^backend-00044-/);
  });

  test("does not happen for what is no matter of deployment, nor for what is on already", async () => {
    const { demo, ask } = await visit({ faults: ["llm-key-missing"] });
    const revision = async () => (await ask("GET", "/health")).headers.get("x-revision");
    const before = await revision();
    demo.setFaults(["llm-key-missing", "llm-slow", "slow"]);
    expect(await revision()).toBe(before);
  });
});

test("scaled to zero, the demo starts one instance for whoever comes, and says so", async () => {
  const visitor = await visit({ timeScale: 0.2 });
  visitor.demo.scaleToZero();
  const answers = await Promise.all(["/health", "/health", "/health/live"].map((path) => visitor.ask("GET", path)));
  expect(answers.map(({ status, headers }) => [status, headers.get("x-cold-start")])).toEqual([
    [503, "true"],
    [503, "true"],
    [200, "true"],
  ]);
  expect((await visitor.ask("POST", "/auth/login", { body: {} })).status).toBe(422);
});
