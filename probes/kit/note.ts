import type { Mask } from "./mask.ts";

const longest = 2_000;

/** Writes a line into the run's log, masked: what a reader of the run may want to know besides its steps. */
export function createNote(mask: Mask): (text: string) => void {
  // oxlint-disable-next-line no-console -- k6's console is the run's log.
  return (text) => console.info(mask.start(text, longest));
}
