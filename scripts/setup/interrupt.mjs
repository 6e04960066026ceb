import { constants } from "node:os";

/** @type {Set<() => void>} */
const cleanUps = new Set();
/** @type {NodeJS.Signals[]} */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Has `cleanUp` called when a signal ends this process in the middle of set-up. Listens only while there is something to
 * clean up, so that afterwards the worker's own handlers are alone.
 * @param {() => void} cleanUp synchronous
 * @returns {() => void} forgets it
 */
export function onInterrupt(cleanUp) {
  if (cleanUps.size === 0) for (const signal of signals) process.on(signal, end);
  cleanUps.add(cleanUp);
  return () => {
    cleanUps.delete(cleanUp);
    if (cleanUps.size === 0) for (const signal of signals) process.off(signal, end);
  };
}

/** @param {NodeJS.Signals} signal */
function end(signal) {
  for (const cleanUp of [...cleanUps].toReversed()) cleanUp();
  process.exit(128 + constants.signals[signal]);
}
