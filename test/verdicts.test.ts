import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BundleError, bundle } from "../worker/k6/bundle.ts";
import { type CaseServer, startCaseServer } from "./support/case-server.ts";
import { judgeCase } from "./support/judge-case.ts";
import { runCase } from "./support/run-case.ts";
import { verdictCases } from "./support/verdict-cases.ts";

let server: CaseServer;
let directory: string;

beforeAll(async () => {
  server = await startCaseServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "sonde-verdicts-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("with real k6", () => {
  test.for(verdictCases)("$title: $verdict, $blame", async (given) => {
    const recording = await runCase(given, server, directory);
    const { verdict, blame, failedStep, steps, cause } = given;
    expect(judgeCase(given, recording, new URL(server.url).host), recording.logs.join("\n")).toEqual({
      verdict,
      blame,
      failedStep,
      steps,
      cause: cause && (expect.stringMatching(cause) as unknown),
    });
    const runs = await readdir(join(directory, "runs")).catch(() => []);
    expect(runs, "no directory of the run is left").toEqual([]);
  });

  test("a script that is missing cannot be bundled, and the error names it", async () => {
    const missing = join(directory, "missing.js");
    await expect(bundle(missing)).rejects.toThrow(BundleError);
    await expect(bundle(missing)).rejects.toThrow(missing);
  });
});
