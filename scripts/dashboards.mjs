#!/usr/bin/env node
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inForeground } from "./setup/child.mjs";
import { thisMachine } from "./setup/machine.mjs";
import { SetupError } from "./setup/setup-error.mjs";
import { prepareTools } from "./test/prepare-tools.mjs";

/** `npm run dashboards`: writes what Grafana is given out of `dashboards/`. */
async function main() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const machine = thisMachine();
  const { node, env } = await prepareTools(machine, root, { needsServers: false });
  const own = Object.fromEntries(Object.entries(machine.env).filter(([name]) => /^SONDE_(RUN|LOGS)_URL$/.test(name)));
  return inForeground(node, [join(root, "dashboards/main.ts")], { env: { ...env, ...own }, cwd: root });
}

try {
  process.exitCode = await main();
} catch (thrown) {
  if (!(thrown instanceof SetupError)) throw thrown;
  process.stderr.write(`sonde: ${thrown.message}\n`);
  process.exitCode = thrown.exitCode;
}
