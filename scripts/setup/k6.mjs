import { existsSync } from "node:fs";
import { firstThatWorks } from "./attempts.mjs";
import { inCache } from "./cache.mjs";
import { goInstalled } from "./go-install.mjs";
import { releasedK6 } from "./k6-release.mjs";
import { supportedK6, wantedK6 } from "./k6-version.mjs";
import { reasonOf, SetupError } from "./setup-error.mjs";
import { isExecutable, which } from "./which.mjs";

/** @import { Machine } from "./machine.mjs" */

/**
 * Finds k6, or gets it: `SONDE_K6`, PATH, tool cache, release download, `go install`.
 * @param {Machine} machine
 * @returns {Promise<string>} path of a k6 of a supported version
 * @throws {SetupError} that lists what was tried and the ways out
 */
export async function findK6(machine) {
  const chosen = machine.env["SONDE_K6"];
  if (chosen) return chosenK6(chosen, machine);
  const module = { name: "k6", path: "go.k6.io/k6", version: `v${wantedK6}`, takes: "about 3 minutes" };
  const { path, tried } = await firstThatWorks(
    [
      { what: "k6 on PATH", slow: false, find: () => k6OnPath(machine) },
      { what: "tool cache", slow: false, find: () => inCache(machine, "k6", module.version) },
      { what: "release download", slow: true, find: () => releasedK6(machine) },
      { what: "go install", slow: true, find: () => goInstalled(machine, module) },
    ],
    machine.announce,
  );
  if (path) return path;
  throw new SetupError(
    [
      "k6 is needed to run journeys and was not found. Tried:",
      ...tried.map((line) => `  - ${line}`),
      "Any one of these helps:",
      "  1. install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/) so that it is on PATH;",
      `  2. set SONDE_K6 to the path of a k6 binary, at least 1.6 and less than 3;`,
      "  3. install Go (https://go.dev/dl/), or set SONDE_K6_RELEASES to a mirror of k6's releases, and start again.",
    ].join("\n"),
  );
}

/**
 * @param {string} path
 * @param {Machine} machine
 */
async function chosenK6(path, { env }) {
  try {
    if (!existsSync(path)) throw new Error(`${path} does not exist`);
    if (!isExecutable(path)) throw new Error(`${path} is not an executable file`);
    return await supportedK6(path, env);
  } catch (cause) {
    const wayOut = "Set SONDE_K6 to the path of a k6 binary, or unset it to have k6 found.";
    throw new SetupError(`SONDE_K6: ${reasonOf(cause)}. ${wayOut}`, { exitCode: 2, cause });
  }
}

/** @param {Machine} machine */
async function k6OnPath({ env }) {
  const path = which("k6", env);
  if (!path) throw new Error("not there");
  return supportedK6(path, env);
}
