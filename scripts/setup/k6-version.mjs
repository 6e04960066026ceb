import { run } from "./run.mjs";

/** The k6 that is downloaded or built where none is found. */
export const wantedK6 = "1.8.1";

/**
 * @param {string} output of `k6 version`
 * @returns {string | null} why this k6 cannot be used; `null` when it can
 */
export function unsupported(output) {
  const version = /^k6(?:\.exe)? v(\d+)\.(\d+)\.(\d+)/m.exec(output);
  if (!version) return `\`k6 version\` printed ${JSON.stringify(output.trim().slice(0, 80))}, which names no k6 version`;
  const [major = 0, minor = 0] = version.slice(1).map(Number);
  const supported = (major === 1 && minor >= 6) || major === 2;
  return supported ? null : `it is v${version.slice(1).join(".")}; Sonde needs at least 1.6 and less than 3`;
}

/**
 * @param {string} path of a k6 binary
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<string>} the path
 * @throws {Error} when it does not run or its version is not supported
 */
export async function supportedK6(path, env) {
  const problem = unsupported(await run(path, ["version"], { env, timeoutMs: 15_000 }));
  if (problem) throw new Error(`${path} cannot be used: ${problem}`);
  return path;
}
