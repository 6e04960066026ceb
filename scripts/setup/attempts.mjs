import { reasonOf } from "./setup-error.mjs";

/**
 * One place to look for a tool, or one way to get it.
 * @typedef {object} Attempt
 * @property {string} what `k6 on PATH`
 * @property {boolean} slow takes so long that people should know why it is needed
 * @property {() => Promise<string>} find gives the tool's path; throws with why it is not there
 */

/**
 * Quiet while a quick attempt works; before a slow one it says why those before it did not.
 * @param {Attempt[]} attempts in order
 * @param {(line: string) => void} announce
 * @returns {Promise<{ path: string | null, tried: string[] }>} the first that works, and a line for each that did not
 */
export async function firstThatWorks(attempts, announce) {
  /** @type {string[]} */
  const tried = [];
  /** @type {string[]} */
  const unsaid = [];
  for (const { what, slow, find } of attempts) {
    if (slow) for (const line of unsaid.splice(0)) announce(line);
    try {
      return { path: await find(), tried };
    } catch (thrown) {
      const line = `${what}: ${reasonOf(thrown)}`;
      tried.push(line);
      unsaid.push(line);
    }
  }
  return { path: null, tried };
}
