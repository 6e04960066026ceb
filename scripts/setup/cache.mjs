import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { onInterrupt } from "./interrupt.mjs";
import { withLock } from "./lock.mjs";
import { isExecutable } from "./which.mjs";

/** @import { Machine } from "./machine.mjs" */

const abandonedMs = 24 * 3_600_000;

/**
 * Where tools are kept for all clones of one user.
 * @param {Machine} machine
 * @returns {string}
 */
export function cacheDirectory({ env, platform, home }) {
  const chosen = env["XDG_CACHE_HOME"];
  if (chosen) return join(chosen, "sonde");
  return platform === "darwin" ? join(home, "Library", "Caches", "sonde") : join(home, ".cache", "sonde");
}

/**
 * @param {Machine} machine
 * @param {string} tool with its version, as in `k6-v1.8.1`
 * @returns {string} where the tool is, or would be, in the cache
 */
export function placeOf(machine, tool) {
  return join(cacheDirectory(machine), `${tool}-${machine.platform}-${machine.arch}`);
}

/**
 * @param {Machine} machine
 * @param {string} name of the tool and its binary
 * @param {string} version with its `v`
 * @returns {Promise<string>} the binary's path
 * @throws {Error} when it is not there
 */
export async function inCache(machine, name, version) {
  const path = join(placeOf(machine, `${name}-${version}`), name);
  if (!isExecutable(path)) throw new Error(`no ${path}`);
  return path;
}

/**
 * Puts a tool into the cache: `fill` gets an empty folder, which takes its place in one step when it is
 * complete. Whoever is interrupted leaves nothing half there; of two at once one works and the other waits.
 * @param {Machine} machine
 * @param {string} tool with its version, as in `k6-v1.8.1`
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>} the tool's folder
 */
export async function cached(machine, tool, fill) {
  const place = placeOf(machine, tool);
  const onWait = () => machine.announce(`waiting for another Sonde that is getting ${tool}`);
  return withLock(`${place}.lock`, onWait, async () => {
    if (!existsSync(place)) await fillAside(place, fill);
    return place;
  });
}

/**
 * @param {string} place
 * @param {(folder: string) => Promise<void>} fill
 */
async function fillAside(place, fill) {
  const cache = dirname(place);
  removeAbandoned(cache);
  const folder = mkdtempSync(join(cache, "tmp-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const forget = onInterrupt(remove);
  try {
    await fill(folder);
    renameSync(folder, place);
  } finally {
    remove();
    forget();
  }
}

/** @param {string} cache */
function removeAbandoned(cache) {
  const old = Date.now() - abandonedMs;
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (name.startsWith("tmp-") && (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? old) < old) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
