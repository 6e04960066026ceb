#!/usr/bin/env node
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inForeground } from "./setup/child.mjs";
import { thisMachine } from "./setup/machine.mjs";
import { prepare } from "./setup/prepare.mjs";
import { SetupError } from "./setup/setup-error.mjs";

/** `sonde COMMAND …` on any Node from 20 on: gets what is missing, then runs the worker, or the demo platform. */
async function main() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const { node, script, args, env } = await prepare(thisMachine(), root, process.argv.slice(2));
  if (node) {
    process.exitCode = await inForeground(node, [script, ...args], { env });
    return;
  }
  Object.assign(process.env, env);
  process.argv.splice(1, Infinity, script, ...args);
  await import(pathToFileURL(script).href);
}

try {
  await main();
} catch (thrown) {
  if (!(thrown instanceof SetupError)) throw thrown;
  process.stderr.write(`sonde: ${thrown.message}\n`);
  process.exitCode = thrown.exitCode;
}
