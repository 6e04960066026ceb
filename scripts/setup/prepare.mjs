import { existsSync } from "node:fs";
import { join } from "node:path";
import { compileCache } from "./compile-cache.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { findNode24 } from "./node24.mjs";

/** @import { Machine } from "./machine.mjs" */

const commands = new Set([
  "start",
  "once",
  "check",
  "status",
  "why",
  "cleanup",
  "init",
  "new",
  "import",
  "influx",
  "store",
  "demo",
]);
const commandsWithK6 = new Set(["start", "once", "check", "cleanup"]);

/**
 * @typedef {object} Launch
 * @property {string | null} node path of the Node to start; `null`: this one will do
 * @property {string} script absolute path of what to run
 * @property {string[]} args
 * @property {Record<string, string | undefined>} env
 */

/**
 * Gets what a command needs, and says what to run.
 * @param {Machine} machine
 * @param {string} root folder of the repository or of the packed package
 * @param {string[]} args what follows `sonde`
 * @returns {Promise<Launch>}
 * @throws {import("./setup-error.mjs").SetupError}
 */
export async function prepare(machine, root, args) {
  const isRepository = existsSync(join(root, "package-lock.json"));
  if (isRepository) await ensureDependencies(machine, root, { dev: false });
  const node = await findNode24(machine);
  const env = { ...machine.env, ...compileCache(machine), ...(needsK6(args) ? { SONDE_K6: await k6(machine) } : {}) };
  if (args[0] === "demo")
    return { node, script: join(root, isRepository ? "demo/main.ts" : "dist/demo.js"), args: args.slice(1), env };
  return { node, script: join(root, isRepository ? "worker/cli/main.ts" : "dist/sonde.js"), args, env };
}

/** @param {string[]} args */
export function needsK6(args) {
  if (args.includes("--help") || args.includes("-h")) return false;
  const command = args.find((arg) => commands.has(arg));
  return command !== undefined && commandsWithK6.has(command);
}

/** @param {Machine} machine */
async function k6(machine) {
  const { findK6 } = await import("./k6.mjs");
  return findK6(machine);
}
