import type { Probe } from "../contract/config.ts";
import { nextDue, offsetOf } from "./due.ts";

/** A probe that never runs, and the quiet probes that hold its ticks. */
export interface Starved {
  probe: Probe;
  holders: Probe[];
}

/** Times that a probe is held in a row before nobody expects it to run any more. */
const mostHeld = 200;

/** The probes whose every tick after `nowMs`, epoch milliseconds, is in the quiet time of other probes of their target. */
export function findStarved(probes: readonly Probe[], location: string, nowMs: number): Starved[] {
  return probes.flatMap((probe) => {
    const rivals = probes.filter((other) => other !== probe && other.target === probe.target && other.quietMs !== null);
    const holders = holdersOf(probe, rivals, location, nowMs);
    return holders.length > 0 ? [{ probe, holders }] : [];
  });
}

/** None, as soon as one tick is free. Within a quiet time all ticks are held, so each look is at the first after it. */
function holdersOf(probe: Probe, rivals: readonly Probe[], location: string, nowMs: number): Probe[] {
  const holders = new Set<Probe>();
  let tickMs = nextDue(probe.schedule, offsetOf(probe, location), nowMs);
  for (let looks = 0; looks < mostHeld && tickMs !== null; looks++) {
    const holds = rivals.flatMap((holder) => holdUntil(holder, location, tickMs ?? 0));
    if (holds.length === 0) return [];
    for (const { holder } of holds) holders.add(holder);
    tickMs = nextDue(probe.schedule, offsetOf(probe, location), Math.max(...holds.map(({ untilMs }) => untilMs)));
  }
  return rivals.filter((rival) => holders.has(rival));
}

function holdUntil(holder: Probe, location: string, atMs: number): { holder: Probe; untilMs: number }[] {
  const untilMs = nextDue(holder.schedule, offsetOf(holder, location), atMs - 1);
  return untilMs !== null && untilMs - (holder.quietMs ?? 0) <= atMs ? [{ holder, untilMs }] : [];
}
