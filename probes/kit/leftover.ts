import type { Leftover } from "../../worker/contract/markers.ts";
import { fillBuffer } from "./flush.ts";
import { markCreated, markRemoved } from "./marker.ts";
import { pause } from "./pause.ts";
import { isUnderLoad } from "./under-load.ts";

/** k6 hands its samples on every 200 ms. */
const writtenMs = 300;

/**
 * Says that the journey is about to make something that must not stay, and resolves when k6 has surely written it: a run that
 * is killed after that leaves a record, and `sonde cleanup` removes what it names. Under load nobody waits: k6 writes all the time.
 */
export function created(leftover: Leftover): Promise<void> {
  markCreated(leftover);
  if (isUnderLoad()) return Promise.resolve();
  fillBuffer();
  return pause(writtenMs);
}

/** Says that it is gone again, or never came to be. */
export function removed(leftover: Leftover): void {
  markRemoved(leftover);
}
