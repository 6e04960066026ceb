import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { startInfluxd } from "./support/influxd.ts";
import { loadScene } from "./support/load-scene.ts";
import { sonde } from "./support/sonde.ts";

const load = loadScene();

const gatesOf = ({ summary }: ReturnType<typeof load.json>) =>
  summary["gates"] as { name: string; outcome: string; text: string }[];
const broken = (report: ReturnType<typeof load.json>) => gatesOf(report).filter(({ outcome }) => outcome !== "kept");

describe("a load run", () => {
  test("against a healthy target passes, reports in four forms, and leaves nothing behind", async () => {
    const { code, stdout, stderr } = await load.start(["--profile", "short"]).finished;
    expect({ code, stderr: stderr.split("\n")[0] }).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Putting up to 10 iterations/),
    });
    expect(stdout).toMatch(/^passed demo\/short/);
    for (const name of ["load.md", "load.html", "load.xml"])
      expect(statSync(join(load.report(), name)).size).toBeGreaterThan(500);
    const { summary, windows } = load.json();
    expect(summary).toMatchObject({ verdict: "passed", profile: "short", target: "demo" });
    expect(windows.length).toBeGreaterThanOrEqual(2);
    expect([load.runFolders(), load.k6Processes()]).toEqual([[], 0]);
  });

  test("asks for as many iterations as planned, and counts as many sign-ins as the platform saw", async () => {
    await load.start(["--profile", "short"]).finished;
    const [journey] = (load.json().summary["totals"] as { journeys: { iterations: number; steps: { ended: number }[] }[] })
      .journeys;
    expect(journey?.iterations).toBeGreaterThanOrEqual(62);
    expect(journey?.iterations).toBeLessThanOrEqual(66);
    expect(journey?.steps.map(({ ended }) => ended)).toEqual([journey?.iterations, journey?.iterations]);
  });

  test("against one broken instance fails on its error rate, and shows the share and the answer", async () => {
    load.scene.demo.setFaults(["one-instance-broken"]);
    const { code } = await load.start(["--profile", "short"]).finished;
    const report = load.json();
    expect(code).toBe(1);
    expect(broken(report).map(({ name }) => name)).toEqual(["dashboard error rate"]);
    // Of two steps the second fails every second time.
    expect(Number(/\(([\d.]+) %\)/.exec(broken(report)[0]?.text ?? "")?.[1])).toBeCloseTo(25, -1);
    const { errors } = report.summary["totals"] as { errors: { cause: string; evidence: { status: number } }[] };
    expect(errors[0]).toMatchObject({ cause: expect.stringContaining("status (500)"), evidence: { status: 500 } });
  });

  test("against an overloaded target fails on the latency of the right step, and finds the knee", async () => {
    load.configure({
      gates: [
        { step: "dashboard", p95: "400ms" },
        { step: "sign-in", p95: "400ms" },
      ],
    });
    load.scene.demo.setFaults(["overloaded"]);
    const { code, stdout } = await load.start(["--profile", "ramp", "--rate", "5"]).finished;
    const report = load.json();
    expect(code).toBe(1);
    expect(broken(report).map(({ name }) => name)).toEqual(["dashboard p95"]);
    expect(report.summary["knee"]).toMatchObject({ broke: { step: "dashboard" } });
    expect(stdout).toMatch(/what broke first/);
    expect(Number(report.summary["endedAtMs"]) - Number(report.summary["startedAtMs"])).toBeLessThan(30_000);
  });

  test("in which nearly everything fails stops by itself", async () => {
    load.scene.demo.setFaults(["auth-down"]);
    const { code, stdout } = await load.start(["--profile", "long"]).finished;
    expect(code).toBe(1);
    expect(stdout).toMatch(/Stopped by itself: 100 % of what was tried within 15 s failed/);
  });

  test("goes on with a server whose sockets never say a word: no user blocks for ever", async () => {
    load.configure({ mix: { websocket: 1 } });
    load.scene.demo.setFaults(["websocket-silent"]);
    const { code } = await load.start(["--profile", "short", "--rate", "2"]).finished;
    const { summary } = load.json();
    const steps = (summary["totals"] as { journeys: { steps: { step: string; ended: number; failed: number }[] }[] }).journeys[0]
      ?.steps;
    expect(code).toBe(1);
    expect(steps?.find(({ step }) => step === "websocket")).toMatchObject({
      ended: expect.any(Number),
      failed: expect.any(Number),
    });
    expect(steps?.find(({ step }) => step === "websocket")?.failed).toBeGreaterThan(0);
    expect([load.runFolders(), load.k6Processes()]).toEqual([[], 0]);
  });
});

describe("a load run that is ended", () => {
  test("by Ctrl-C stops within 2 seconds, reports, and leaves no process", async () => {
    const run = load.start(["--profile", "long"]);
    await run.says(/ s of 5 m/);
    const askedAtMs = Date.now();
    run.child.kill("SIGINT");
    const { code, stdout } = await run.finished;
    expect(code).toBe(130);
    // 2 s for the load, and up to 3 s for the report.
    expect(Date.now() - askedAtMs).toBeLessThan(5_000);
    expect(stdout).toMatch(/^interrupted demo\/long/);
    expect(load.json().summary).toMatchObject({ verdict: "interrupted", reasons: ["Interrupted: Ctrl-C."] });
    expect([load.runFolders(), load.k6Processes()]).toEqual([[], 0]);
  });

  test("with its worker killed is in the store as interrupted, and its k6 is gone after the next start", async () => {
    const run = load.start(["--profile", "long"]);
    await run.says(/10\.\d s of 5 m/);
    run.child.kill("SIGKILL");
    await run.finished;
    const next = load.start(["--profile", "short", "--rate", "2"]);
    await next.says(/Putting/);
    await sleep(500);
    expect(load.k6Processes()).toBeLessThanOrEqual(1);
    expect((await next.finished).code).toBe(0);
    const { stdout } = await sonde(["load", "list"], load.env());
    expect(stdout).toMatch(/interrupted.* long /);
    expect(load.k6Processes()).toBe(0);
  });
});

describe("a load run is refused, with exit code 2, where", () => {
  test.each<[string, object, object, string[], Record<string, string>, RegExp]>([
    ["the target is not marked", {}, { load: false }, [], {}, /not marked for load[\s\S]*load: true/],
    ["the rate is over the ceiling", {}, {}, ["--profile", "short", "--rate", "500"], {}, /at most 50\/s \(load\.ceiling\)/],
    ["no such profile is known", {}, {}, ["--profile", "relase"], {}, /Is release meant\?/],
    ["no such journey is known", {}, {}, ["dashbord"], {}, /dashbord, which is no probe[\s\S]*paste +dashboard/],
    ["nobody can confirm it", {}, {}, ["--target", "other"], { CI: "" }, /Type|say --yes/],
  ])("%s", async (_why, settings, target, args, env, message) => {
    load.configure(settings, target);
    if (args.includes("other")) addTarget();
    const { code, stderr } = await load.start(args, env).finished;
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  test("a probe of the target is down, unless it is forced", async () => {
    load.scene.demo.setFaults(["auth-down"]);
    load.configure();
    const worker = load.scene.run(["start"], load.env());
    await worker.says(/dashboard was unknown and is down now/);
    worker.child.kill("SIGTERM");
    await worker.finished;
    const refused = await load.start([]).finished;
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Probes of demo are down:\s+dashboard:[\s\S]*--force/),
    });
    load.scene.demo.setFaults([]);
    expect((await load.start(["--profile", "short", "--force"]).finished).code).toBe(0);
  });
});

/** A second target, which is no demo. */
function addTarget(): void {
  const path = load.env()["SONDE_CONFIG"] ?? "";
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(
      '"targets":{',
      `"targets":{"other":{"load":true,"urls":{"api":"${load.scene.demo.url}"}},`,
    ),
  );
}

test("scheduled probes go on during the load, are marked with it, and are in its report", async () => {
  load.configure();
  const worker = load.scene.run(["start"], load.env());
  await worker.says(/up +dashboard/);
  const { code, stdout } = await load.start(["--profile", "short", "--rate", "4"]).finished;
  worker.child.kill("SIGTERM");
  await worker.finished;
  expect(code).toBe(0);
  expect(stdout).toMatch(/a single user meanwhile/);
  expect(load.json().probes.length).toBeGreaterThanOrEqual(2);
});

test("each VU is a user of its own where users are configured, and no password of theirs is told anywhere", async () => {
  const users = Array.from({ length: 3 }, (_none, at) => ({ email: `load-${at}@example.com`, password: `secret-word-${at}` }));
  for (const user of users) await signUp(user);
  writeFileSync(
    join(load.scene.folder.path, "users.csv"),
    ["email,password", ...users.map((user) => Object.values(user).join(","))].join("\n"),
  );
  load.configure({ users: "users.csv", mix: { auth: 1 } });
  const raw = join(load.scene.folder.path, "raw.gz");
  const { code, stdout, stderr } = await load.start(["--profile", "short", "--raw", raw]).finished;
  expect(code).toBe(0);
  const said = [
    stdout,
    stderr,
    readFileSync(join(load.report(), "load.json"), "utf8"),
    gunzipSync(readFileSync(raw)).toString(),
  ].join("\n");
  expect(said).not.toMatch(/secret-word/);
  expect(statSync(raw).mode & 0o777).toBe(0o600);
});

async function signUp({ email, password }: { email: string; password: string }): Promise<void> {
  const body = JSON.stringify({ email, password, display_name: "Load" });
  const answer = await fetch(`${load.scene.demo.url}/auth/signup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  expect(answer.status).toBe(201);
}

test("a plain script with scenarios of its own runs as it is, and its thresholds are gates", async () => {
  load.configure({ ceiling: { vus: 5 } });
  const script = join(load.scene.folder.path, "own.js");
  writeFileSync(
    script,
    `import http from "k6/http";
     export const options = { vus: 2, duration: "4s", thresholds: { http_req_failed: ["rate<0.01"], "http_req_duration{name:never}": ["p(95)<100"], http_req_duration: ["p(95)<0.001"] } };
     export default function () { http.get(${JSON.stringify(`${load.scene.demo.url}/health/live`)}, { tags: { name: "live" } }); }`,
  );
  const { code } = await load.start([script]).finished;
  expect(code).toBe(1);
  expect(Object.fromEntries(gatesOf(load.json()).map(({ name, outcome }) => [name, outcome]))).toEqual({
    http_req_failed: "kept",
    http_req_duration: "broken",
    "http_req_duration{name:never}": "no-samples",
  });
});

test("a baseline is compared with, shown again, and compared by hand", async () => {
  load.configure();
  await load.start(["--profile", "short", "--baseline", "last-good"]).finished;
  const first = load.json().summary;
  expect(first).toMatchObject({ baselineId: null, verdict: "passed" });
  await load.start(["--profile", "short", "--baseline", "last-good"]).finished;
  const second = load.json().summary;
  expect(second).toMatchObject({ baselineId: first["id"], comparison: { verdict: "no-regression" } });
  const file = join(load.report(), "load.json");
  expect((await load.start(["--profile", "short", "--baseline", file]).finished).code).toBe(0);
  const shown = await sonde(["load", "show", String(first["id"]).slice(0, 23), "--json", "-"], load.env());
  expect(JSON.parse(shown.stdout)).toMatchObject({ summary: { id: first["id"] } });
  const compared = await sonde(["load", "compare", String(first["id"]), String(second["id"])], load.env());
  expect(compared).toMatchObject({ code: 0, stdout: expect.stringMatching(/No regression/) });
});

test("windows and the run reach InfluxDB through the outbox", async () => {
  const influxd = await startInfluxd();
  try {
    await influxd.query("CREATE DATABASE sonde");
    const { code, stderr } = await load.start(["--profile", "short"], { SONDE_INFLUX_URL: influxd.url }).finished;
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/points wait/) });
    const windows = await influxd.query("SELECT requests, p95_ms, run_id FROM load_window GROUP BY step", "sonde");
    expect(windows.length).toBeGreaterThanOrEqual(4);
    const [run] = await influxd.query("SELECT * FROM load_run", "sonde");
    expect(run).toMatchObject({ verdict: "passed", journey: "dashboard", profile: "short", target: "demo" });
  } finally {
    await influxd.remove();
  }
});

test("a load is exported as a script for any runner, and as a TestRun, with nothing put on", async () => {
  load.configure();
  const script = await load.start(["--profile", "short", "--export", "script"]).finished;
  const text = readFileSync(join(load.report(), "load.js"), "utf8");
  expect(script.code).toBe(0);
  expect(text).toMatch(/ramping-arrival-rate/);
  expect(text).not.toMatch(/demo-probe-password/);
  expect((await load.start(["--profile", "short", "--export", "k8s"]).finished).code).toBe(0);
  expect(readFileSync(join(load.report(), "load.yaml"), "utf8")).toMatch(/kind: TestRun/);
  expect(existsSync(join(load.report(), "load.json"))).toBe(false);
});
