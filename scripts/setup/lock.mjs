import { linkSync, mkdirSync, readFileSync, rmSync, rmdirSync, statSync, utimes, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onInterrupt } from "./interrupt.mjs";

const beatMs = 2_000;
const silentMs = 30_000;
const pollMs = 100;

/**
 * Does `action` while no other process on this machine or on a shared folder does it. A holder that died is replaced.
 * @template T
 * @param {string} path of the lock file
 * @param {() => void} onWait called once when somebody else holds it
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withLock(path, onWait, action) {
  mkdirSync(dirname(path), { recursive: true });
  await acquire(path, onWait);
  const release = () => rmSync(path, { force: true });
  const forget = onInterrupt(release);
  const beat = setInterval(() => utimes(path, new Date(), new Date(), () => {}), beatMs).unref();
  try {
    return await action();
  } finally {
    clearInterval(beat);
    release();
    forget();
  }
}

/**
 * @param {string} path
 * @param {() => void} onWait
 */
async function acquire(path, onWait) {
  let seen = { beat: 0, sinceMs: 0 };
  for (let waiting = false; !take(path); waiting = true) {
    if (!waiting) onWait();
    const beat = lastBeat(path);
    // By our own monotonic clock: a laptop that slept must not take its own lock for dead.
    if (beat !== seen.beat) seen = { beat, sinceMs: performance.now() };
    if (holderDied(path) || performance.now() - seen.sinceMs > silentMs) breakLock(path, beat);
    await sleep(pollMs);
  }
}

/**
 * Linking a complete file makes the lock appear with its content or not at all.
 * @param {string} path
 */
function take(path) {
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Two waiters may find the same dead holder; the folder lets one of them remove it, and only while it is still the same.
 * @param {string} path
 * @param {number} beat
 */
function breakLock(path, beat) {
  const guard = `${path}.breaking`;
  try {
    mkdirSync(guard);
  } catch {
    if (Date.now() - lastBeat(guard) > silentMs) rmSync(guard, { recursive: true, force: true });
    return;
  }
  if (lastBeat(path) === beat) rmSync(path, { force: true });
  rmdirSync(guard);
}

/** @param {string} path */
function lastBeat(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @param {string} path */
function holderDied(path) {
  try {
    /** @type {{ pid: number, host: string }} */
    const holder = JSON.parse(readFileSync(path, "utf8"));
    if (holder.host !== hostname()) return false;
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
