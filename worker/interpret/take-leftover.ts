import { leftoverOf } from "./marker.ts";
import type { Sample } from "./output-line.ts";
import type { LeftoverChange, Reading } from "./reading.ts";

/** Each is a transaction of its own: a script that makes users by the thousand is to be stopped, not to stop the worker. */
const maxNotes = 2_000;

/** Of what cannot be read nobody could remove anything: that is no run to rely on. Throws beyond the bound, which ends the run. */
export function takeLeftover(reading: Reading, change: LeftoverChange, sample: Sample): void {
  const leftover = leftoverOf(sample);
  if (leftover === null) {
    reading.seen.unreadableLines += 1;
    return;
  }
  reading.leftoverNotes += 1;
  if (reading.leftoverNotes > maxNotes)
    throw new Error(`more than ${maxNotes} notes of what the journey made and removed on its target`);
  reading.noteLeftover(change, leftover);
}
