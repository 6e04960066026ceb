import type { Probe } from "../contract/config.ts";
import type { StoredLeftover } from "../store/leftovers.ts";

/** For what comes after a time-out: ending k6, judging, storing. */
const marginMs = 60_000;

/** Of a script that `sonde once --journey` ran: nobody knows its time-out any more. */
const unknownTimeoutMs = 600_000;

export interface RunKnowledge {
  nowMs: number;
  probes: readonly Pick<Probe, "name" | "target" | "timeoutMs">[];
  /** A run is stored when it is over. */
  isStored: (runId: string) => boolean;
  /** What whoever asks calls old enough, whatever the run does; `null`: nothing. */
  olderThanMs: number | null;
}

/** Whether the run that made this is surely over, so that it does not take it away itself. */
export function isRunOver({ target, probe, runId, createdMs }: StoredLeftover, known: RunKnowledge): boolean {
  const ageMs = known.nowMs - createdMs;
  if (known.olderThanMs !== null) return ageMs >= known.olderThanMs;
  if (known.isStored(runId)) return true;
  const configured = known.probes.find(({ name, target: on }) => name === probe && on === target);
  return ageMs > (configured?.timeoutMs ?? unknownTimeoutMs) + marginMs;
}
