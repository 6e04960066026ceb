import type { Logger } from "../kit/log.ts";
import type { Hold } from "../schedule/quiet.ts";
import { utcTime } from "./utc-time.ts";

/** Logs that a probe holds the others of its target, once a tick of it. */
export function holdNotes(log: Pick<Logger, "info">, now: () => number): (hold: Hold) => void {
  const noted = new Map<string, number>();
  return ({ holder: { name, target }, tickMs }) => {
    if (noted.get(name) === tickMs) return;
    noted.set(name, tickMs);
    log.info({ probe: name, target }, `held: ${name} wants ${target} idle until its run at ${utcTime(tickMs, now())} is over`);
  };
}
