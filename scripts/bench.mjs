#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inForeground } from "./setup/child.mjs";
import { thisMachine } from "./setup/machine.mjs";
import { SetupError } from "./setup/setup-error.mjs";
import { prepareTools } from "./test/prepare-tools.mjs";

/** `npm run bench [-- NAME…]`: measures, and writes bench/RESULTS.md. */
async function main() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const machine = thisMachine();
  const { node, env } = await prepareTools(machine, root, { needsServers: true });
  const own = { BENCH_PATH: machine.env["PATH"], BENCH_K6: machine.env["SONDE_K6"] };
  return inForeground(node, [join(root, "bench/run.ts"), ...process.argv.slice(2)], { env: { ...env, ...own }, cwd: root });
}

try {
  process.exitCode = await main();
} catch (thrown) {
  if (!(thrown instanceof SetupError)) throw thrown;
  process.stderr.write(`sonde: ${thrown.message}\n`);
  process.exitCode = thrown.exitCode;
}
