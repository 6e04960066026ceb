import { setTimeout as sleep } from "node:timers/promises";

const lookMs = 10;

/** Looks every few milliseconds; rejects with what was waited for, and with `evidence`, when it takes too long. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  what: string,
  { timeoutMs = 45_000, evidence = () => "" }: { timeoutMs?: number; evidence?: () => string } = {},
): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !(await isSo()); await sleep(lookMs)) {
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain until ${what}\n${evidence()}`);
  }
}
