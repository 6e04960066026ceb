import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Job } from "../worker/contract/job.ts";
import type { RunResult } from "../worker/contract/result.ts";
import { bundle } from "../worker/k6/bundle.ts";
import { execute } from "../worker/k6/execute.ts";
import { type ExecutionLimits, type OutputSink, defaultLimits } from "../worker/k6/executor.ts";
import { sweepLeftovers } from "../worker/k6/leftovers.ts";
import { lookUp, processName } from "../worker/k6/process-table.ts";
import { systemClock } from "../worker/kit/clock.ts";
import { type CaseServer, startCaseServer } from "./support/case-server.ts";
import { fakeK6, realK6, samplesFile } from "./support/fake-k6.ts";

const scripts = join(import.meta.dirname, "fixtures/scripts");

let server: CaseServer;
let directory: string;
let runs: string;

beforeAll(async () => {
  server = await startCaseServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sonde-execute-"));
  runs = join(directory, "runs");
});
afterEach(() => rm(directory, { recursive: true, force: true }));

interface Changes {
  k6?: string;
  job?: Partial<Job>;
  limits?: Partial<ExecutionLimits>;
  sink?: Partial<OutputSink>;
  environment?: Record<string, string | undefined>;
  abort?: AbortSignal;
  runsDirectory?: string;
}

interface Ran {
  result: RunResult;
  samples: string[];
  logs: string[];
}

/** Runs a fake k6, or the real one. The line `end` is the end marker. */
async function run({
  k6 = realK6,
  job,
  limits,
  sink,
  environment = process.env,
  abort,
  runsDirectory = runs,
}: Changes): Promise<Ran> {
  const samples: string[] = [];
  const logs: string[] = [];
  const collect: OutputSink = {
    sample(line) {
      samples.push(line);
      return line === "end" ? "ended" : undefined;
    },
    log: (line) => void logs.push(line),
  };
  const result = await execute(
    {
      runId: "run-1",
      traceId: "",
      bundle: { journey: join(directory, "journey.js"), code: "export default function () {}" },
      timeoutMs: 15_000,
      graceMs: 300,
      env: {},
      secrets: {},
      blockedRanges: [],
      ...job,
    },
    { ...collect, ...sink },
    { k6, runsDirectory, clock: systemClock, environment, limits: { ...defaultLimits, ...limits } },
    abort,
  );
  return { result, samples, logs };
}

/** A fake k6 that notes its own pid and that of a process it starts. */
const parent = (script: string) => fakeK6(directory, "fake-k6", `sleep 300 & echo "$$ $!" > '${directory}/pids'\n${script}`);

const pidsOfFake = () => readFileSync(join(directory, "pids"), "utf8").trim().split(" ").map(Number);

const isGone = (pid: number) => lookUp(pid)?.zombie ?? true;

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 5_000, interval: 20 });

async function expectNothingLeft(): Promise<void> {
  expect(await readdir(runs)).toEqual([]);
  await until(() => pidsOfFake().every(isGone));
}

const hang = "while :; do sleep 0.05; done";
const toSamples = `> "${samplesFile}"`;

describe("nothing of a run is left, neither k6, nor what it started, nor its directory, when k6", () => {
  const cases: { title: string; script: string; changes?: Changes; expected: Partial<RunResult> }[] = [
    { title: "ends by itself", script: "cat > /dev/null", expected: { kind: "ran", exitCode: 0 } },
    { title: "ends before it has read its script", script: "exit 0", expected: { kind: "ran", exitCode: 0 } },
    { title: "fails", script: "exit 107", expected: { kind: "script-error", exitCode: 107 } },
    { title: "is killed from outside", script: "kill -9 $$", expected: { kind: "killed", by: "signal" } },
    {
      title: "times out and obeys SIGTERM",
      script: hang,
      changes: { job: { timeoutMs: 400 } },
      expected: { kind: "timed-out", afterMs: 400 },
    },
    {
      title: "times out and ignores SIGTERM",
      script: `trap '' TERM; ${hang}`,
      changes: { job: { timeoutMs: 400 } },
      expected: { kind: "timed-out", afterMs: 400 },
    },
    { title: "writes samples without end", script: `yes ${toSamples}`, expected: { kind: "killed", by: "output" } },
    { title: "prints without end", script: "yes", expected: { kind: "killed", by: "output" } },
    { title: "logs one line without end", script: "tr '\\0' x < /dev/zero >&2", expected: { kind: "killed", by: "output" } },
    {
      title: "grows over its memory limit",
      script: hang,
      changes: { limits: { maxMemoryBytes: 1 } },
      expected: { kind: "killed", by: "memory" },
    },
    {
      title: "goes on after the end marker",
      script: `trap '' TERM; echo end ${toSamples}; ${hang}`,
      changes: { limits: { afterEndMs: 100 } },
      expected: { kind: "ran", exitCode: null },
    },
    {
      title: "says something that the worker cannot digest",
      script: `echo hello ${toSamples}; ${hang}`,
      changes: {
        sink: {
          sample: () => {
            throw new Error("bug");
          },
        },
      },
      expected: { kind: "killed", by: "output", detail: "k6's output could not be interpreted: bug" },
    },
  ];
  test.for(cases)("$title", async ({ script, changes, expected }) => {
    const { result } = await run({ k6: await parent(script), ...changes });
    expect(result).toMatchObject(expected);
    await expectNothingLeft();
  });

  test("is ended because the worker stops", async () => {
    const stop = new AbortController();
    const running = run({ k6: await parent(hang), abort: stop.signal });
    await vi.waitUntil(() =>
      readdir(runs)
        .then((names) => names.length > 0)
        .catch(() => false),
    );
    await until(() => existsSync(join(directory, "pids")));
    stop.abort();
    expect((await running).result).toMatchObject({ kind: "killed", by: "shutdown" });
    await expectNothingLeft();
  });

  test("is ended because the worker had already stopped", async () => {
    const { result } = await run({ k6: await fakeK6(directory, "fake-k6", hang), abort: AbortSignal.abort() });
    expect(result).toMatchObject({ kind: "killed", by: "shutdown" });
    expect(await readdir(runs)).toEqual([]);
  });
});

describe("time", () => {
  test("SIGKILL comes when the grace after SIGTERM is over, not before", async () => {
    const { result } = await run({ k6: await parent(`trap '' TERM; ${hang}`), job: { timeoutMs: 300, graceMs: 600 } });
    expect(result.kind).toBe("timed-out");
    expect(result.durationMs).toBeGreaterThanOrEqual(900);
  });

  test("what k6 says after SIGTERM is kept", async () => {
    const k6 = await parent(`file="${samplesFile}"; trap 'echo last > "$file"; exit 105' TERM; ${hang}`);
    const { result, samples } = await run({ k6, job: { timeoutMs: 300, graceMs: 3_000 } });
    expect(result.kind).toBe("timed-out");
    expect(samples).toEqual(["last"]);
  });

  test("a time-out after the end marker does not count", async () => {
    const k6 = await parent(`echo end ${toSamples}; ${hang}`);
    const { result } = await run({ k6, job: { timeoutMs: 400 }, limits: { afterEndMs: 800 } });
    expect(result).toMatchObject({ kind: "ran", exitCode: null });
  });

  test("an end marker that was on its way when the time was over counts", async () => {
    const k6 = await parent(`file="${samplesFile}"; trap 'echo end > "$file"; exit 105' TERM; ${hang}`);
    const { result } = await run({ k6, job: { timeoutMs: 300, graceMs: 3_000 } });
    expect(result).toMatchObject({ kind: "ran", exitCode: null });
  });
});

describe("output", () => {
  test("of a flood no more than the limit is handed on", async () => {
    let bytes = 0;
    const sink: OutputSink = {
      sample: (line) => void (bytes += line.length + 1),
      log: (line) => void (bytes += line.length + 1),
    };
    const k6 = await parent("yes >&2 & yes");
    const { result } = await run({ k6, sink, limits: { maxOutputBytes: 1_000_000 } });
    expect(result).toMatchObject({
      kind: "killed",
      by: "output",
      detail: "k6 wrote more than 1000000 bytes; the rest was not read",
    });
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(1_000_000);
  });

  test("a flood at the very end is not taken for the whole", async () => {
    const k6 = await parent(`head -c 2000000 /dev/zero ${toSamples}`);
    const { result } = await run({ k6, limits: { maxOutputBytes: 1_000_000 } });
    expect(result).toMatchObject({ kind: "killed", by: "output" });
  });

  test("all of it arrives, whatever is in it", async () => {
    const k6 = await parent(
      `cat > /dev/null; { head -c 10000000 /dev/zero | tr '\\0' x; printf '\\nnul \\0\\nbroken \\377\\ncut'; } ${toSamples}; echo log >&2`,
    );
    const { samples, logs, result } = await run({ k6 });
    expect(result).toMatchObject({ kind: "ran", exitCode: 0 });
    expect(samples.map((line) => line.slice(0, 20))).toEqual(["x".repeat(20), "nul \0", "broken \uFFFD", "cut"]);
    expect(samples[0]).toHaveLength(10_000_000);
    expect(logs).toEqual(["log"]);
  });

  test("a process that left the group and holds the pipes does not hold up the worker", async () => {
    const k6 = await fakeK6(
      directory,
      "fake-k6",
      `setsid sh -c 'echo $$ > "${directory}/pids"; exec sleep 300' & sleep 0.3; echo log >&2`,
    );
    const { result, logs } = await run({ k6 });
    expect(result).toMatchObject({ kind: "ran", exitCode: 0 });
    expect(result.durationMs).toBeLessThan(10_000);
    expect(logs).toEqual(["log"]);
    for (const pid of pidsOfFake()) process.kill(pid, "SIGKILL");
  });

  test("a script of 5 MB that k6 does not read is no problem", async () => {
    const k6 = await parent("exit 255");
    const { result } = await run({
      k6,
      job: { bundle: { journey: join(directory, "journey.js"), code: "//".repeat(2_500_000) } },
    });
    expect(result).toMatchObject({ kind: "script-error", exitCode: 255 });
  });
});

describe("the run's directory", () => {
  test("is for this user alone, and so is what is in it", async () => {
    const k6 = await parent(
      `cp "$TMPDIR/secrets" '${directory}/seen'; stat -L -c %a "${samplesFile}" "$TMPDIR/"* "$TMPDIR" >&2; ls "$TMPDIR" >&2`,
    );
    const { logs } = await run({ k6, job: { secrets: { password: "pass=word #1", token: "t0ken" } } });
    expect(logs).toEqual(["600", "600", "600", "700", "process", "secrets"]);
    expect(await readFile(join(directory, "seen"), "utf8")).toBe("password=pass=word #1\ntoken=t0ken\n");
    await expectNothingLeft();
  });

  test("of another run with the same id is left alone", async () => {
    const theirs = join(runs, `run-1@${processName(process.pid)}`);
    await mkdir(theirs, { recursive: true });
    const { result } = await run({ k6: await parent("exit 0") });
    expect(result).toMatchObject({ kind: "could-not-start", detail: expect.stringContaining("EEXIST") as unknown });
    expect((await stat(theirs)).isDirectory()).toBe(true);
  });

  test("that cannot be made is a run that could not start, and says why", async () => {
    await writeFile(runs, "a file");
    expect((await run({})).result).toMatchObject({
      kind: "could-not-start",
      detail: expect.stringContaining("no directory for the run") as unknown,
    });
    const withColon = join(directory, "a:b");
    expect((await run({ runsDirectory: withColon })).result).toMatchObject({
      kind: "could-not-start",
      detail: expect.stringContaining('":" or ","') as unknown,
    });
  });
});

describe("real k6", () => {
  const password = "correct horse battery";
  const environment = {
    PATH: process.env["PATH"],
    HOME: "/home/somebody",
    K6_VUS: "7",
    K6_OUT: "json=/nowhere",
    AWS_SECRET_ACCESS_KEY: "hidden",
    STAGING_PASSWORD: password,
    https_proxy: "http://proxy.invalid:3128",
    NO_PROXY: "127.0.0.1",
    SSL_CERT_FILE: "/etc/ssl/cert.pem",
  };

  async function secretJob(): Promise<Partial<Job>> {
    return {
      bundle: await bundle(join(scripts, "secret.js")),
      env: { BASE: server.url, GREETING: "hello" },
      secrets: { password },
      timeoutMs: 2_500,
      graceMs: 500,
    };
  }

  test("gets secrets by a file alone, and of the user's environment only proxies and certificates", async () => {
    const asked = server.asked("/hang");
    const running = run({ environment, job: await secretJob() });
    const { headers } = await asked;
    const [name = ""] = await readdir(runs);
    const pid = Number.parseInt(await readFile(join(runs, name, "process"), "utf8"), 10);
    const argv = await readFile(`/proc/${pid}/cmdline`, "utf8");
    const environ = Object.fromEntries(
      (await readFile(`/proc/${pid}/environ`, "utf8")).split("\0").map((pair) => pair.split("=")),
    );
    const { logs, result } = await running;

    expect(headers["x-password"]).toBe(password);
    expect(argv).toContain("--secret-source=file=");
    expect(argv).not.toContain(password);
    expect(JSON.stringify(environ)).not.toContain(password);
    const own = join(runs, name);
    expect(environ).toEqual({
      "": undefined,
      PATH: process.env["PATH"],
      https_proxy: "http://proxy.invalid:3128",
      NO_PROXY: "127.0.0.1",
      SSL_CERT_FILE: "/etc/ssl/cert.pem",
      BASE: server.url,
      GREETING: "hello",
      HOME: own,
      XDG_CONFIG_HOME: own,
      TMPDIR: own,
      GOGC: "400",
      GOMEMLIMIT: String(defaultLimits.maxMemoryBytes / 2),
    });
    expect(headers["x-vus"]).toBe("undefined");
    expect(logs.join("\n")).toContain("the password is ***");
    expect(logs.join("\n")).not.toContain(password);
    expect(result).toMatchObject({ kind: "timed-out" });
    expect(await readdir(runs)).toEqual([]);
    expect(isGone(pid)).toBe(true);
  });

  test("costs CPU time, and says how much", async () => {
    const { result } = await run({ job: { bundle: await bundle(join(scripts, "clean.js")), env: { BASE: server.url } } });
    expect(result).toMatchObject({ kind: "ran", exitCode: 0 });
    expect(result.k6CpuMs).toBeGreaterThan(0);
  });
});

const module = (path: string) => JSON.stringify(join(import.meta.dirname, path));

/** A worker that runs a hanging k6, as a process of its own. */
async function startWorker(runId: string): Promise<{ pid: number; kill: () => Promise<void>; k6: number }> {
  const k6 = await fakeK6(directory, `k6-${runId}`, hang);
  const code = `
    import { execute } from ${module("../worker/k6/execute.ts")};
    import { defaultLimits } from ${module("../worker/k6/executor.ts")};
    import { systemClock } from ${module("../worker/kit/clock.ts")};
    const job = ${JSON.stringify({ runId, traceId: "", bundle: { journey: join(directory, "j.js"), code: "" }, timeoutMs: 60_000, graceMs: 1, env: {}, secrets: { password: "correct horse" }, blockedRanges: [] })};
    const sink = { sample: () => undefined, log: () => undefined };
    await execute(job, sink, { k6: ${JSON.stringify(k6)}, runsDirectory: ${JSON.stringify(runs)}, clock: systemClock, environment: process.env, limits: defaultLimits });`;
  const worker = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "ignore" });
  const record = async () => {
    const names = await readdir(runs).catch(() => []);
    const name = names.find((candidate) => candidate.startsWith(`${runId}@`));
    return name === undefined ? "" : readFile(join(runs, name, "process"), "utf8").catch(() => "");
  };
  const found = await vi.waitUntil(record, { timeout: 10_000, interval: 20 });
  return {
    pid: worker.pid ?? 0,
    k6: Number.parseInt(found, 10),
    kill: async () => {
      worker.kill("SIGKILL");
      await once(worker, "exit");
    },
  };
}

describe("leftovers", () => {
  test("of a killed worker are ended and removed, those of a living one stay", async () => {
    const [killed, living] = await Promise.all([startWorker("killed"), startWorker("living")]);
    await killed.kill();
    expect(isGone(killed.k6), "k6 outlives its worker").toBe(false);

    expect(await sweepLeftovers(runs)).toEqual(["killed"]);
    await until(() => isGone(killed.k6));
    expect(isGone(living.k6)).toBe(false);
    expect(await readdir(runs)).toEqual([expect.stringMatching(/^living@/)]);

    await living.kill();
    expect(await sweepLeftovers(runs)).toEqual(["living"]);
    await until(() => isGone(living.k6));
    expect(await readdir(runs)).toEqual([]);
  });

  test("whose process is another one by now are removed, and it is left alone", async () => {
    const stranger = spawn("sleep", ["300"], { detached: true, stdio: "ignore" });
    const leftover = join(runs, "run-9@1-0");
    await mkdir(leftover, { recursive: true });
    await writeFile(join(leftover, "process"), `${stranger.pid}-12345`);
    expect(await sweepLeftovers(runs)).toEqual(["run-9"]);
    expect(isGone(stranger.pid ?? 0)).toBe(false);
    stranger.kill("SIGKILL");
  });

  test("are none where nothing ever ran", async () => {
    expect(await sweepLeftovers(join(directory, "nothing"))).toEqual([]);
  });
});
