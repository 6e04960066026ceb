import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock.mjs";
import { missingPackages } from "./missing-packages.mjs";
import { run } from "./run.mjs";
import { reasonOf, SetupError } from "./setup-error.mjs";

/** @import { Machine } from "./machine.mjs" */
/** @import { LockFile } from "./missing-packages.mjs" */

const command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/**
 * Installs the locked npm packages where they are missing or not those that are locked. npm's own record in
 * `node_modules` is what is compared, so packages that somebody installed by hand are left alone.
 * @param {Machine} machine
 * @param {string} root of the repository
 * @param {{ dev: boolean }} needs `dev`: the packages for development too
 * @throws {SetupError} when npm fails
 */
export async function ensureDependencies(machine, root, needs) {
  const missing = () => missingPackages(lockedPackages(root), installedPackages(root), { ...machine, ...needs });
  if (missing().length === 0) return;
  const onWait = () => machine.announce("waiting for another Sonde that is installing npm packages");
  try {
    await withLock(join(root, ".sonde", "node_modules.lock"), onWait, async () => {
      const names = missing();
      if (names.length > 0) await install(machine, root, names);
    });
  } catch (cause) {
    const wayOut = `Run \`npm ci\` in ${root} to see more; behind a proxy or with a mirror, npm must know it (\`npm config get registry\`).`;
    throw new SetupError(`The npm packages could not be installed: ${reasonOf(cause)}\n${wayOut}`, { cause });
  }
}

/**
 * @param {Machine} machine
 * @param {string} root
 * @param {string[]} missing
 */
async function install({ env, announce }, root, missing) {
  const count = missing.length > 1 ? ` and ${missing.length - 1} more are` : " is";
  announce(`installing npm packages: ${missing[0]}${count} missing or not as locked`);
  // npm removes the packages first and its record with them, in any order: cut off there, the record would lie.
  rmSync(record(root), { force: true });
  await run("npm", command, { env: { ...env, NODE_ENV: "development" }, cwd: root });
}

/** @param {string} root */
function record(root) {
  return join(root, "node_modules", ".package-lock.json");
}

/**
 * @param {string} root
 * @returns {LockFile}
 */
function lockedPackages(root) {
  try {
    return JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  } catch (cause) {
    const wayOut = "Restore it with git, or resolve the conflict in it, and start again.";
    throw new SetupError(`package-lock.json cannot be read: ${reasonOf(cause)}. ${wayOut}`, { cause });
  }
}

/**
 * @param {string} root
 * @returns {LockFile} nothing when npm left no record, or half of one
 */
function installedPackages(root) {
  try {
    return JSON.parse(readFileSync(record(root), "utf8"));
  } catch {
    return { packages: {} };
  }
}
