import { createHash } from "node:crypto";
import { createReadStream, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { cached } from "./cache.mjs";
import { download } from "./download.mjs";
import { supportedK6, wantedK6 } from "./k6-version.mjs";
import { run } from "./run.mjs";

/** @import { Machine } from "./machine.mjs" */

const projectReleases = "https://github.com/grafana/k6/releases/download";
/** @type {Record<string, { name: string, archive: string }>} */
const systems = { linux: { name: "linux", archive: "tar.gz" }, darwin: { name: "macos", archive: "zip" } };
/** @type {Record<string, string>} */
const architectures = { x64: "amd64", arm64: "arm64" };

/**
 * Downloads k6 into the tool cache. `SONDE_K6_RELEASES` names another place with the layout of the project's own
 * releases: `v1.8.1/k6-v1.8.1-linux-amd64.tar.gz` beside `v1.8.1/k6-v1.8.1-checksums.txt`.
 * @param {Machine} machine
 * @returns {Promise<string>} path of k6
 * @throws {Error} when it cannot be downloaded, or is not what the checksum file promises
 */
export async function releasedK6(machine) {
  const system = systems[machine.platform];
  const architecture = architectures[machine.arch];
  if (!system || !architecture) throw new Error(`k6 is not released for ${machine.platform} on ${machine.arch}`);
  const name = `k6-v${wantedK6}-${system.name}-${architecture}`;
  const base = `${(machine.env["SONDE_K6_RELEASES"] || projectReleases).replace(/\/+$/, "")}/v${wantedK6}`;
  const place = await cached(machine, `k6-v${wantedK6}`, async (folder) => {
    machine.announce(`downloading k6 v${wantedK6} from ${base}`);
    const archive = await verifiedArchive(machine, { base, file: `${name}.${system.archive}`, folder });
    await unpack(machine, archive, folder);
    renameSync(join(folder, name, "k6"), join(folder, "k6"));
    rmSync(join(folder, name), { recursive: true });
    rmSync(archive);
    await supportedK6(join(folder, "k6"), machine.env);
  });
  return join(place, "k6");
}

/**
 * @param {Machine} machine
 * @param {{ base: string, file: string, folder: string }} release
 */
async function verifiedArchive({ env }, { base, file, folder }) {
  const checksums = join(folder, "checksums.txt");
  const archive = join(folder, file);
  const source = `${base}/k6-v${wantedK6}-checksums.txt`;
  await download(source, checksums, env);
  const expected = checksumOf(file, readFileSync(checksums, "utf8"));
  if (!expected) throw new Error(`${source} has no checksum of ${file}`);
  await download(`${base}/${file}`, archive, env);
  const got = await sha256(archive);
  if (got === expected) return archive;
  throw new Error(
    `REFUSED: ${base}/${file} is not the file that was released. Its SHA-256 is ${got}, ${source} says ${expected}. It was deleted`,
  );
}

/**
 * @param {string} file
 * @param {string} checksums lines of checksum and file name
 */
function checksumOf(file, checksums) {
  const lines = checksums.split("\n").map((line) => line.trim().split(/\s+\*?/));
  return lines.find(([sum = "", name]) => name === file && /^[0-9a-f]{64}$/i.test(sum))?.[0]?.toLowerCase() ?? null;
}

/** @param {string} path */
async function sha256(path) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/**
 * @param {Machine} machine
 * @param {string} archive
 * @param {string} folder
 */
async function unpack({ env }, archive, folder) {
  if (archive.endsWith(".zip")) await run("unzip", ["-q", archive, "-d", folder], { env });
  else await run("tar", ["-xzf", archive, "-C", folder], { env });
}
