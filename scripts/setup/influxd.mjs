import { existsSync } from "node:fs";
import { firstThatWorks } from "./attempts.mjs";
import { inCache } from "./cache.mjs";
import { goInstalled } from "./go-install.mjs";
import { run } from "./run.mjs";
import { SetupError } from "./setup-error.mjs";
import { isExecutable, which } from "./which.mjs";

/** @import { Machine } from "./machine.mjs" */

const module = {
  name: "influxd",
  path: "github.com/influxdata/influxdb/cmd/influxd",
  version: "v1.8.10",
  takes: "about a minute",
};

/**
 * Finds an InfluxDB server for the tests, or builds one: `SONDE_TEST_INFLUXD`, PATH, tool cache, `go install`.
 * @param {Machine} machine
 * @returns {Promise<string>} path of an `influxd`, 1.8 or a later 1.x
 * @throws {SetupError} that lists what was tried and the ways out
 */
export async function findInfluxd(machine) {
  const chosen = machine.env["SONDE_TEST_INFLUXD"];
  if (chosen) return chosenInfluxd(chosen);
  const { path, tried } = await firstThatWorks(
    [
      { what: "influxd on PATH", slow: false, find: () => influxdOnPath(machine) },
      { what: "tool cache", slow: false, find: () => inCache(machine, "influxd", module.version) },
      { what: "go install", slow: true, find: () => goInstalled(machine, module) },
    ],
    machine.announce,
  );
  if (path) return path;
  throw new SetupError(
    [
      "The end-to-end tests need InfluxDB 1.8 or a later 1.x, and it was not found. Tried:",
      ...tried.map((line) => `  - ${line}`),
      "Any one of these helps:",
      "  1. install InfluxDB 1.8 so that `influxd` is on PATH (Debian's 1.6 is too old);",
      "  2. set SONDE_TEST_INFLUXD to the path of such an `influxd`;",
      "  3. install Go (https://go.dev/dl/) and start again.",
      "`npm run verify` needs neither InfluxDB nor k6.",
    ].join("\n"),
  );
}

/** @param {string} path */
function chosenInfluxd(path) {
  if (isExecutable(path)) return path;
  const found = existsSync(path) ? "is not an executable file" : "does not exist";
  throw new SetupError(`SONDE_TEST_INFLUXD: ${path} ${found}. Set it to the path of an influxd 1.8, or unset it.`, {
    exitCode: 2,
  });
}

/** @param {Machine} machine */
async function influxdOnPath({ env }) {
  const path = which("influxd", env);
  if (!path) throw new Error("not there");
  const printed = await run(path, ["version"], { env, timeoutMs: 15_000 });
  const problem = unsupportedInfluxd(await withModuleVersion(path, printed, env));
  if (problem) throw new Error(`${path} cannot be used: ${problem}`);
  return path;
}

/**
 * A server made by `go install` prints `vunknown`; Go can read its version out of the binary.
 * @param {string} path
 * @param {string} printed
 * @param {Record<string, string | undefined>} env
 */
async function withModuleVersion(path, printed, env) {
  const go = which("go", env);
  if (!printed.includes("vunknown") || !go) return printed;
  const modules = await run(go, ["version", "-m", path], { env });
  return printed.replace("vunknown", /github\.com\/influxdata\/influxdb\s+(v\S+)/.exec(modules)?.[1] ?? "vunknown");
}

/**
 * @param {string} output of `influxd version`
 * @returns {string | null} why this server cannot be used; `null` when it can
 */
export function unsupportedInfluxd(output) {
  const version = /^InfluxDB v?(\d+)\.(\d+)/m.exec(output);
  if (!version) return `\`influxd version\` printed ${JSON.stringify(output.trim().slice(0, 80))}, which names no version`;
  const [major = 0, minor = 0] = version.slice(1).map(Number);
  return major === 1 && minor >= 8 ? null : `it is ${major}.${minor}; the tests need 1.8 or a later 1.x`;
}
