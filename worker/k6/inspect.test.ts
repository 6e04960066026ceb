import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InspectError, inspect } from "./inspect.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sonde-inspect-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const bundle = () => ({ journey: join(directory, "chat.ts"), code: "export default function () {}" });

/** What `k6 inspect` makes of a script that says nothing. */
const silent = { vus: null, duration: null, iterations: null, stages: null, scenarios: null, thresholds: null, ext: null };

interface Printed {
  stdout?: string;
  stderr?: string;
  exitCode?: number;
}

/** Inspects with a k6 that prints this and no more. */
async function inspectWith(
  { stdout = "", stderr = "", exitCode = 0 }: Printed,
  env: Record<string, string> = {},
  environment: Record<string, string | undefined> = process.env,
) {
  const k6 = join(directory, "k6");
  await writeFile(join(directory, "stdout"), stdout);
  await writeFile(join(directory, "stderr"), stderr);
  await writeFile(k6, `#!/bin/sh\ncat > script\nenv > environment\ncat stdout\ncat stderr >&2\nexit ${exitCode}\n`, {
    mode: 0o755,
  });
  return inspect(k6, bundle(), env, environment);
}

const inspectOptions = (options: object) => inspectWith({ stdout: JSON.stringify({ ...silent, ...options }, null, 2) });

test("k6 gets the script on its standard input, and of the environment only what it may see", async () => {
  const worker = { PATH: process.env["PATH"], K6_VUS: "5", SONDE_STAGING_PASSWORD: "hunter22" };
  await inspectWith({ stdout: JSON.stringify(silent) }, { SONDE_RUN_ID: "check" }, worker);
  expect(await readFile(join(directory, "script"), "utf8")).toBe(bundle().code);
  const environment = await readFile(join(directory, "environment"), "utf8");
  expect(environment).toContain("SONDE_RUN_ID=check\n");
  expect(environment).not.toMatch(/K6_|hunter22/);
});

describe("a declaration", () => {
  test("is what options.ext.sonde says", async () => {
    const steps = {
      "sign-in": { needs: [], budgetMs: 3_000, limitsMs: {} },
      chat: { needs: ["sign-in"], budgetMs: null, limitsMs: { first_answer_ms: 5_000 } },
    };
    expect((await inspectOptions({ ext: { sonde: { steps, budgetMs: 20_000 } } })).declaration).toEqual({
      steps,
      budgetMs: 20_000,
    });
  });

  test("may leave out limits and the journey's budget", async () => {
    const sonde = { steps: { chat: { needs: [], budgetMs: null } } };
    expect((await inspectOptions({ ext: { sonde } })).declaration).toEqual({
      steps: { chat: { needs: [], budgetMs: null, limitsMs: {} } },
      budgetMs: null,
    });
  });

  test("may be of no steps", async () => {
    expect((await inspectOptions({ ext: { sonde: { steps: {} } } })).declaration).toEqual({ steps: {}, budgetMs: null });
  });

  test.each([null, {}, { loadimpact: { projectID: 1 } }])("is missing when ext is %o", async (ext) => {
    expect((await inspectOptions({ ext })).declaration).toBeNull();
  });

  const step = { needs: [], budgetMs: 100 };
  test.each<[title: string, sonde: unknown, message: RegExp]>([
    ["text", "steps", /expected object, received string[^]*ext\.sonde/],
    ["null", null, /expected object, received null[^]*ext\.sonde/],
    ["a list", [], /expected object, received array[^]*ext\.sonde/],
    ["without steps", {}, /received undefined[^]*ext\.sonde\.steps/],
    ["with something else", { steps: {}, step: {} }, /Unrecognized key: "step"[^]*ext\.sonde/],
    ["with a list of steps", { steps: [step] }, /received array[^]*ext\.sonde\.steps/],
    ["with a step that is null", { steps: { chat: null } }, /received null[^]*ext\.sonde\.steps\.chat/],
    ["with a budget that is text", { steps: { chat: { ...step, budgetMs: "3s" } } }, /received string[^]*steps\.chat\.budgetMs/],
    ["with a budget of nothing", { steps: { chat: { ...step, budgetMs: 0 } } }, />0[^]*steps\.chat\.budgetMs/],
    ["with a budget below nothing", { steps: { chat: { ...step, budgetMs: -1 } } }, />0[^]*steps\.chat\.budgetMs/],
    ["with a journey's budget that is text", { steps: {}, budgetMs: "20s" }, /received string[^]*ext\.sonde\.budgetMs/],
    ["with a journey's budget of nothing", { steps: {}, budgetMs: 0 }, />0[^]*ext\.sonde\.budgetMs/],
    ["with limits that are a list", { steps: { chat: { ...step, limitsMs: [1] } } }, /received array[^]*steps\.chat\.limitsMs/],
    [
      "with a limit that is text",
      { steps: { chat: { ...step, limitsMs: { first_answer_ms: "5s" } } } },
      /received string[^]*steps\.chat\.limitsMs\.first_answer_ms/,
    ],
    [
      "with a limit of nothing",
      { steps: { chat: { ...step, limitsMs: { first_answer_ms: 0 } } } },
      />0[^]*steps\.chat\.limitsMs\.first_answer_ms/,
    ],
    ["without a budget", { steps: { chat: { needs: [] } } }, /received undefined[^]*steps\.chat\.budgetMs/],
    ["without needs", { steps: { chat: { budgetMs: null } } }, /received undefined[^]*steps\.chat\.needs/],
    ["with needs that are text", { steps: { chat: { ...step, needs: "sign-in" } } }, /received string[^]*steps\.chat\.needs/],
    ["with needs that are numbers", { steps: { chat: { ...step, needs: [1] } } }, /received number[^]*steps\.chat\.needs\[0\]/],
    ["with a misspelt key", { steps: { chat: { ...step, budget: 5 } } }, /Unrecognized key: "budget"[^]*steps\.chat/],
  ])("%s is an error that names the place", async (_title, sonde, message) => {
    const inspection = inspectOptions({ ext: { sonde } });
    await expect(inspection).rejects.toThrow(InspectError);
    await expect(inspection).rejects.toThrow(/^options.ext.sonde is not a declaration: /);
    await expect(inspection).rejects.toThrow(message);
  });

  test("with several mistakes is an error that names them all", async () => {
    const sonde = { steps: { a: { needs: [], budgetMs: "x" }, b: { needs: "a", budgetMs: null } } };
    await expect(inspectOptions({ ext: { sonde } })).rejects.toThrow(/steps\.a\.budgetMs[^]*steps\.b\.needs/);
  });

  test("that is not the mistake is not blamed", async () => {
    const inspection = inspectOptions({ thresholds: { checks: "rate>0.9" } });
    await expect(inspection).rejects.toThrow(InspectError);
    await expect(inspection).rejects.toThrow(/^k6 inspect printed options in an unknown form: [^]*thresholds\.checks/);
  });
});

describe("thresholds", () => {
  test.each<[title: string, thresholds: unknown, expected: string[]]>([
    ["none at all", null, []],
    ["none in an object", {}, []],
    ["as text", { http_req_duration: ["p(95)<500"] }, ["http_req_duration"]],
    [
      "as objects, as k6 prints those with abortOnFail",
      { "http_req_duration{step:chat}": [{ threshold: "max<5", abortOnFail: true, delayAbortEval: null }] },
      ["http_req_duration{step:chat}"],
    ],
    ["on a count, which is 0 without samples", { errors: ["count<1"], other: [{ threshold: " count == 0" }] }, []],
    ["on a count and more", { errors: ["count<1", "rate<0.1"] }, ["errors"]],
    ["without a condition", { checks: [] }, []],
  ])("%s", async (_title, thresholds, expected) => {
    expect((await inspectOptions({ thresholds })).thresholds).toEqual(expected);
  });
});

describe("one iteration of one VU", () => {
  test.each<[title: string, options: object, expected: boolean]>([
    ["is what a script gets that asks for nothing", {}, true],
    ["may be asked for", { vus: 1, iterations: 1 }, true],
    ["is not two VUs", { vus: 2 }, false],
    ["is not two iterations", { iterations: 2 }, false],
    ["is not a duration", { duration: "10s" }, false],
    ["is not stages", { stages: [{ duration: "10s", target: 5 }] }, false],
    ["is not scenarios", { scenarios: { a: { executor: "per-vu-iterations", vus: 1, iterations: 1 } } }, false],
  ])("%s", async (_title, options, expected) => {
    expect((await inspectOptions(options)).singleIteration).toBe(expected);
  });
});

const log = (level: string, msg: string) => JSON.stringify({ level, msg, time: "2026-01-01T00:00:00Z" });

describe("a k6 that cannot inspect the script", () => {
  test.each<[title: string, printed: Printed, message: string]>([
    [
      "says why in its log",
      { exitCode: 107, stderr: `${log("error", "Error: boom\n\tat file:///-:1:34(3)\n")}\n` },
      "Error: boom\n\tat file:///-:1:34(3)",
    ],
    [
      "says why among other things",
      {
        exitCode: 104,
        stderr: `${log("warning", "old")}\n${log("error", "first")}\n${log("error", "last")}\n${log("info", "bye")}\n`,
      },
      "last",
    ],
    ["says why in its own words", { exitCode: 2, stderr: "panic: nil map\n" }, "panic: nil map"],
    ["prints nothing", { stdout: "" }, "k6 inspect printed no JSON: "],
    ["prints something else", { stdout: "Usage: k6" }, "k6 inspect printed no JSON: Usage: k6"],
  ])("%s", async (_title, printed, message) => {
    const inspection = inspectWith(printed);
    await expect(inspection).rejects.toThrow(InspectError);
    await expect(inspection).rejects.toThrow(new InspectError(message));
  });

  test("and says nothing is told by its exit code", async () => {
    await expect(inspectWith({ exitCode: 3 })).rejects.toThrow(/exit code 3/);
  });

  test("because it is not there is named", async () => {
    const missing = join(directory, "no-such-k6");
    await expect(inspect(missing, bundle(), {}, process.env)).rejects.toThrow(/no-such-k6.*ENOENT/);
  });
});
