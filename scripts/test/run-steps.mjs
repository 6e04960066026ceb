import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inForeground } from "../setup/child.mjs";
import { countTests } from "./count-tests.mjs";

/** @import { Step } from "./plan.mjs" */

/**
 * Runs every step, whatever became of those before it, so that all problems are seen at once. A signal ends the rest.
 * @param {Step[]} steps
 * @param {{ node: string, env: Record<string, string | undefined>, root: string }} tools
 * @returns {Promise<{ problems: string[], passed: number, failed: number }>} a sentence for each step that failed
 */
export async function runSteps(steps, tools) {
  const total = { problems: /** @type {string[]} */ ([]), passed: 0, failed: 0 };
  const scratch = mkdtempSync(join(tmpdir(), "sonde-test-"));
  try {
    for (const step of steps) {
      const report = join(scratch, `${step.name}.json`);
      const exitCode = await runStep(step, report, tools);
      const { passed, failed } = step.counts ? countTests(report) : { passed: 0, failed: 0 };
      total.passed += passed;
      total.failed += failed;
      if (exitCode !== 0) total.problems.push(`The step "${step.name}" failed with exit code ${exitCode}.`);
      if (exitCode > 128) break;
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return total;
}

/**
 * @param {Step} step
 * @param {string} report
 * @param {{ node: string, env: Record<string, string | undefined>, root: string }} tools
 */
async function runStep({ name, bin, args, counts }, report, { node, env, root }) {
  const startedMs = performance.now();
  process.stdout.write(`\n── ${name}\n`);
  const reporters = counts ? ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`] : [];
  const exitCode = await inForeground(node, [join(root, "node_modules", bin), ...args, ...reporters], { env, cwd: root });
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  process.stdout.write(`── ${name}: ${exitCode === 0 ? "passed" : "FAILED"} after ${seconds} s\n`);
  return exitCode;
}
