import { spawn } from "node:child_process";
import { onInterrupt } from "./interrupt.mjs";

const keptOutput = 64_000;
const shownLines = 6;

/**
 * Runs a tool to its end without showing its output. It gets a process group of its own, so that an interrupted set-up
 * leaves nothing running.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env: Record<string, string | undefined>, cwd?: string, timeoutMs?: number }} options
 * @returns {Promise<string>} what it wrote to standard output and standard error
 * @throws {Error} with an excerpt of its output when it cannot start, fails or takes longer than `timeoutMs`
 */
export function run(command, args, { env, cwd, timeoutMs }) {
  const child = spawn(command, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const endGroup = () => killGroup(child.pid);
  const forget = onInterrupt(endGroup);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (output = (output + text).slice(-keptOutput)));
  }
  return new Promise((resolve, reject) => {
    const line = [command, ...args].join(" ");
    let late = false;
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => ((late = true), endGroup()), timeoutMs);
    const settle = (/** @type {string | null} */ problem, /** @type {unknown} */ cause) => {
      clearTimeout(timer);
      forget();
      if (problem === null) resolve(output);
      else reject(new Error(`\`${line}\` ${problem}${excerpt(output)}`, { cause }));
    };
    child.once("error", (error) => settle("could not start", error));
    child.once("close", (code, signal) => {
      if (late) settle(`did not end within ${timeoutMs} ms`, undefined);
      else settle(code === 0 ? null : `ended with ${signal ?? `exit code ${code}`}`, undefined);
    });
  });
}

/** @param {number | undefined} pid */
function killGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group is gone already.
  }
}

/** @param {string} output */
function excerpt(output) {
  const lines = output.split("\n").filter(Boolean);
  // npm says what is wrong first, go says it last.
  if (lines.length > 2 * shownLines) lines.splice(shownLines, lines.length - 2 * shownLines, "…");
  return lines.length === 0 ? "" : `:\n${lines.map((line) => `    ${line}`).join("\n")}`;
}
