import type { Observed, ObservedStep } from "../contract/observed.ts";

/** What was thrown and not caught: out of a step of the kit, or so far that k6 logged it. `null`: nothing was. */
export function exceptionOf({ steps, exceptions }: Observed): { text: string; step: string | null } | null {
  for (const { name, ended } of steps) {
    if (ended?.exception != null) return { text: ended.exception, step: name };
  }
  const [text] = exceptions;
  return text === undefined ? null : { text, step: null };
}

/** Failed for no other reason than an exception of the script's. */
export function failedByException({ ended, checks, network }: ObservedStep): boolean {
  return ended?.exception != null && ended.reason === null && network === null && checks.every(({ passed }) => passed);
}
