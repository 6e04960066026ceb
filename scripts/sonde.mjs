#!/usr/bin/env node
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { inForeground } from "./setup/child.mjs";
import { useCompileCache } from "./setup/compile-cache.mjs";
import { thisMachine } from "./setup/machine.mjs";
import { prepare } from "./setup/prepare.mjs";
import { SetupError } from "./setup/setup-error.mjs";

/** `sonde COMMAND …` on any Node from 20 on: gets what is missing, then runs the worker, or the demo platform. */
async function main() {
  // It asks a worker to reload: one that only starts must not die of it.
  if (process.argv[2] === "start") process.on("SIGHUP", () => undefined);
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const { node, script, args, env } = await prepare(thisMachine(), root, process.argv.slice(2));
  if (node) {
    process.exitCode = await inForeground(node, [script, ...args], { env });
    return;
  }
  Object.assign(process.env, env);
  useCompileCache(env);
  process.argv.splice(1, Infinity, script, ...args);
  await import(pathToFileURL(script).href);
}

try {
  await main();
} catch (thrown) {
  const expected = thrown instanceof SetupError;
  process.stderr.write(`sonde: ${expected ? thrown.message : inspect(thrown)}\n`);
  // Never 1, which Node would take: it says that the target is down.
  process.exitCode = expected ? thrown.exitCode : 3;
}
