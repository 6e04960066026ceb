import { spawn } from "node:child_process";
import { constants } from "node:os";
import { onParentGone } from "./parent.mjs";

/** @type {NodeJS.Signals[]} */
const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a command in the foreground with this process's own input and output, passes signals on, and asks it to end when
 * whoever started this process is gone.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env: Record<string, string | undefined>, cwd?: string }} options
 * @returns {Promise<number>} exit code; a signal counts as 128 and its number
 * @throws {Error} when the command cannot start
 */
export function inForeground(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: "inherit" });
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    if (signal === "SIGINT" && onTerminal()) return;
    child.kill(signal);
  };
  for (const signal of forwarded) process.on(signal, forward);
  const stopWatching = onParentGone(() => child.kill("SIGTERM"));
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
  return ended.finally(() => {
    stopWatching();
    for (const signal of forwarded) process.off(signal, forward);
  });
}

/** Ctrl-C reaches the whole foreground group: passed on as well, it would arrive twice and mean "at once". */
function onTerminal() {
  return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
}
