#!/usr/bin/env node
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { thisMachine } from "./setup/machine.mjs";
import { SetupError } from "./setup/setup-error.mjs";
import { prepareTools } from "./test/prepare-tools.mjs";
import { runSteps } from "./test/run-steps.mjs";
import { planOf } from "./test/plan.mjs";

/** `npm test`, `npm run verify` and `npm run test:long`: what CI runs. */
async function main() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const { steps, needsServers } = planOf(process.argv.slice(2));
  const { node, env } = await prepareTools(thisMachine(), root, { needsServers });
  const { problems, passed, failed } = await runSteps(steps, { node, env, root });
  const none = passed + failed === 0 ? ["No test ran."] : [];
  for (const problem of [...problems, ...none]) process.stdout.write(`${problem}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return problems.length + none.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (thrown) {
  if (!(thrown instanceof SetupError)) throw thrown;
  process.stderr.write(`sonde: ${thrown.message}\n`);
  process.exitCode = thrown.exitCode;
}
