import { homedir } from "node:os";

/**
 * What set-up sees of the machine; handed in so that tests never touch the real one.
 * @typedef {object} Machine
 * @property {Record<string, string | undefined>} env
 * @property {string} platform as Node names it: `linux`, `darwin`
 * @property {string} arch as Node names it: `x64`, `arm64`
 * @property {string} home
 * @property {(line: string) => void} announce says what takes time, one line a slow step
 */

/** @returns {Machine} */
export function thisMachine() {
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    home: homedir(),
    announce: (line) => process.stderr.write(`sonde: ${line}\n`),
  };
}
