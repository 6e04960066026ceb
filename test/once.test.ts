import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { startDemo } from "../demo/server.ts";
import { sonde, startSonde, temporaryFolder } from "./support/sonde.ts";

const runSchema = z.strictObject({
  probe: z.string(),
  target: z.string(),
  location: z.string(),
  runId: z.uuidv7(),
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  verdict: z.string(),
  blame: z.string().nullable(),
  cause: z.string().nullable(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().positive(),
  journeyMs: z.number().nullable(),
  budgetMs: z.number().nullable(),
  cold: z.boolean().nullable(),
  contact: z.strictObject({
    answers: z.number(),
    remoteAddresses: z.array(z.string()),
    headers: z.record(z.string(), z.string()),
    traceEchoes: z.number(),
    serverDateMs: z.number().nullable(),
    clockOffsetMs: z.number().nullable(),
  }),
  steps: z.array(
    z.strictObject({
      name: z.string(),
      outcome: z.string(),
      durationMs: z.number().nullable(),
      cause: z.string().nullable(),
      checks: z.array(z.strictObject({ name: z.string(), passed: z.boolean(), observed: z.string().nullable() })),
      measures: z.record(z.string(), z.number()),
    }),
  ),
});

let demo: Awaited<ReturnType<typeof startDemo>>;
let folder: ReturnType<typeof temporaryFolder>;

beforeAll(async () => {
  demo = await startDemo({ port: 0, faults: [], timeScale: 0.1 });
});
afterAll(() => demo.close());
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  demo.setFaults([]);
  folder.remove();
});

function environment(more: Record<string, string> = {}): Record<string, string> {
  return { SONDE_DEMO_URL: demo.url, SONDE_STORE: join(folder.path, "sonde.db"), SONDE_LOCATION: "test", ...more };
}

function runsIn(stdout: string) {
  return stdout
    .trim()
    .split("\n")
    .map((line) => runSchema.parse(JSON.parse(line)));
}

test("against the healthy demo every probe is up and the exit code is 0", async () => {
  const { code, stdout, stderr } = await sonde(["once", "--json"], environment());
  const runs = runsIn(stdout);
  expect(runs.map(({ probe, verdict, cause }) => `${probe} ${verdict} ${cause}`).sort()).toEqual([
    "auth up null",
    "chat up null",
    "cold-start up null",
    "dashboard up null",
    "first-time-user up null",
    "health up null",
    "value-delivery up null",
    "websocket up null",
  ]);
  expect(runs.every(({ steps }) => steps.every(({ outcome, checks }) => outcome === "passed" && checks.length > 0))).toBe(true);
  expect(code).toBe(0);
  expect(stderr).toContain("up");
});

test("a journey is told what is usual once a run of it was up", async () => {
  const journey = join(folder.path, "plain.js");
  const script = `import http from "k6/http";
import { check } from "k6";
export default function () {
  console.log("usual: " + __ENV.SONDE_WARM_MS);
  check(http.get("${demo.url}/health/live", { tags: { step: "live" } }), { fine: ({ status }) => status === 200 });
}`;
  writeFileSync(journey, script);
  const told: string[] = [];
  while (told.length < 2) {
    expect((await sonde(["once", "--journey", journey], environment())).code).toBe(0);
    told.push(/usual: .*/.exec((await sonde(["why", "plain"], environment())).stdout)?.[0] ?? "");
  }
  expect(told).toEqual(["usual: undefined", expect.stringMatching(/^usual: \{"live":\d+(?:\.\d+)?\}$/)]);
});

test("with the seeds' failure sign-in passes, dashboard, chat and websocket fail with what they saw, and the exit code is 1", async () => {
  demo.setFaults(["backend-503"]);
  const { code, stdout } = await sonde(["once", "auth", "dashboard", "chat", "websocket", "--json"], environment());
  const runs = new Map(runsIn(stdout).map((run) => [run.probe, run]));
  const outcomes = (probe: string) => runs.get(probe)?.steps.map(({ name, outcome }) => [name, outcome]);
  expect(code).toBe(1);
  expect(runs.get("auth")?.verdict).toBe("up");
  for (const probe of ["dashboard", "chat", "websocket"]) {
    expect(runs.get(probe)?.verdict).toBe("down");
    expect(outcomes(probe)?.slice(0, 2)).toEqual([
      ["sign-in", "passed"],
      [probe, "failed"],
    ]);
    expect(runs.get(probe)?.cause).toMatch(new RegExp(`^${probe}: .*503`));
  }
});

test("any k6 script is a probe, without configuration", async () => {
  const script = join(folder.path, "plain.js");
  writeFileSync(join(folder.path, "wanted.json"), '{"status": 200}');
  writeFileSync(
    script,
    `import http from "k6/http"; import { check } from "k6";
     const wanted = JSON.parse(open("./wanted.json"));
     export default function () {
       const r = http.get(__ENV.BASE + "/health/live?token=abc", { tags: { name: "GET /health/live" } });
       check(r, { "is alive": (r) => r.status === wanted.status });
     }`,
  );
  const { code, stdout, stderr } = await sonde(
    ["once", "--journey", script, "--env", `BASE=${demo.url}`, "--timeout", "20s", "--json"],
    { SONDE_STORE: join(folder.path, "sonde.db") },
    folder.path,
  );
  expect(stderr).not.toMatch(/sonde\.config\.ts/);
  const [run] = runsIn(stdout);
  expect(run).toMatchObject({ probe: "plain", verdict: "up", steps: [{ name: "GET /health/live", outcome: "passed" }] });
  expect(code).toBe(0);
  const asked = await sonde(["why", "plain"], { SONDE_STORE: join(folder.path, "sonde.db") }, folder.path);
  expect([asked.code, asked.stdout.includes(run?.runId ?? "?")]).toEqual([0, true]);
});

test("JUnit has a case for each step, and the failed one says what was seen", async () => {
  demo.setFaults(["backend-503"]);
  const file = join(folder.path, "junit.xml");
  const { code } = await sonde(["once", "dashboard", "--junit", file], environment());
  const xml = readFileSync(file, "utf8");
  expect(code).toBe(1);
  expect(xml).toContain('name="sign-in"');
  expect(xml).toMatch(/<failure message="[^"]*503/);
});

test("a run can be asked why: by probe and by id", async () => {
  demo.setFaults(["backend-503"]);
  const [run] = runsIn((await sonde(["once", "dashboard", "--json"], environment())).stdout);
  for (const name of ["dashboard", run?.runId ?? "", run?.runId.slice(0, 13) ?? ""]) {
    const { code, stdout } = await sonde(["why", name], environment());
    expect(code).toBe(0);
    expect(stdout).toContain(run?.runId);
    expect(stdout).toMatch(/→ GET \/api\/dashboard answered 503/);
    expect(stdout).toMatch(/✗ .*503/);
  }
  const { stdout } = await sonde(["status", "--json"], environment());
  expect(JSON.parse(stdout)).toMatchObject({
    probes: expect.arrayContaining([expect.objectContaining({ probe: "dashboard", state: "unknown" })]),
  });
});

test("what was stored can be looked at without the target's variables", async () => {
  await sonde(["once", "health"], environment());
  const { code, stdout } = await sonde(["why", "health"], environment({ SONDE_TARGET: "staging" }));
  expect([code, stdout.includes("api-health")]).toEqual([0, true]);
  expect((await sonde(["status"], environment({ SONDE_TARGET: "staging" }))).code).toBe(0);
});

test("what the account is never leaves: not on a stream, not in the store", async () => {
  const { stdout, stderr } = await sonde(["once", "auth", "--json"], environment());
  const stored = readFileSync(join(folder.path, "sonde.db"), "latin1");
  for (const text of [stdout, stderr, stored]) {
    expect(text).not.toContain("demo-probe-password");
    expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
  }
});

test.each<[string, string[], Record<string, string>, RegExp]>([
  ["an unknown probe", ["once", "dashbord"], {}, /No probe is named dashbord.*dashboard/s],
  ["an unknown target", ["once", "--target", "production"], {}, /production[\s\S]*(demo|staging)/],
  [
    "staging without its password",
    ["once", "--target", "staging"],
    { STAGING_API_URL: "https://staging.invalid", STAGING_EMAIL: "a@b.example" },
    /STAGING_PASSWORD\b[\s\S]*STAGING_PASSWORD_FILE/,
  ],
  ["a missing journey", ["once", "--journey", "nowhere.js"], {}, /nowhere\.js/],
  ["an unknown option", ["once", "--jsn"], {}, /--json/],
  ["a missing configuration", ["once", "--config", "nowhere.ts"], {}, /nowhere\.ts/],
  ["a report that cannot be written", ["once", "--junit", "/nowhere/junit.xml"], {}, /--junit \/nowhere\/junit\.xml/],
  ["a variable for a probe", ["once", "--env", "A=b"], {}, /belong to --journey/],
  ["a probe beside a journey", ["once", "health", "--journey", "x.js"], {}, /leave out health/],
  ["a location that is no tag", ["once", "--journey", "package.json"], { SONDE_LOCATION: "a b" }, /location/],
])("%s is a wrong configuration: exit code 2 and a message that helps", async (_name, args, env, message) => {
  const { code, stderr } = await sonde(args, environment(env));
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(code).toBe(2);
});

test("what a killed `once` left, its secrets among it, ends with the next one", async () => {
  const script = join(folder.path, "hang.js");
  writeFileSync(script, `import { sleep } from "k6"; export default function () { sleep(60); }`);
  const runs = join(folder.path, "runs");
  const killed = startSonde(["once", "--journey", script], environment());
  await vi.waitFor(() => expect(readdirSync(runs)).toHaveLength(1), { timeout: 20_000, interval: 50 });
  killed.child.kill("SIGKILL");
  await killed.finished;
  expect(readdirSync(runs)).toHaveLength(1);
  expect((await sonde(["once", "health"], environment())).code).toBe(0);
  expect(readdirSync(runs)).toEqual([]);
});
