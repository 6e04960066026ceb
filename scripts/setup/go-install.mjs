import { join } from "node:path";
import { cached } from "./cache.mjs";
import { run } from "./run.mjs";
import { which } from "./which.mjs";

/** @import { Machine } from "./machine.mjs" */

/**
 * @typedef {object} GoModule
 * @property {string} name of the tool and its binary
 * @property {string} path of the package
 * @property {string} version with its `v`
 * @property {string} takes how long building it takes, for people
 */

/**
 * Builds a Go program into the tool cache.
 * @param {Machine} machine
 * @param {GoModule} module
 * @returns {Promise<string>} the binary's path
 * @throws {Error} when there is no Go or it cannot build the program
 */
export async function goInstalled(machine, { name, path, version, takes }) {
  const go = which("go", machine.env);
  if (!go) throw new Error("there is no `go` on PATH");
  const place = await cached(machine, `${name}-${version}`, async (folder) => {
    machine.announce(`building ${name} ${version} with ${go} (${takes}, once for all clones)`);
    // Outside any module, or the build would follow a go.mod that happens to be near.
    await run(go, ["install", `${path}@${version}`], { env: { ...machine.env, GOBIN: folder }, cwd: folder });
  });
  return join(place, name);
}
