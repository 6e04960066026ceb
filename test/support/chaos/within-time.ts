import { setTimeout as sleep } from "node:timers/promises";
import type { Finished, Running } from "../sonde.ts";

/** Waits for the end of a process; one that takes too long is killed, and an error with its last words. */
export async function withinTime(running: Running, timeoutMs: number): Promise<Finished> {
  const over = new AbortController();
  const timer = sleep(timeoutMs, null, { signal: over.signal }).catch(() => null);
  const ended = await Promise.race([running.finished, timer]);
  over.abort();
  if (ended !== null) return ended;
  running.child.kill("SIGKILL");
  const { stdout, stderr } = await running.finished;
  throw new Error(`it did not end within ${timeoutMs} ms:\n${stdout.slice(-2_000)}\n${stderr.slice(-2_000)}`);
}
