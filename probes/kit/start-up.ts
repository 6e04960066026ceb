import type { HealthLook } from "./health-look.ts";
import { showMs } from "./show.ts";

/** A phase as it was seen while it passed. Times in milliseconds from the journey's start. */
interface Phase {
  name: string;
  number: number | null;
  progress: number | null;
  firstSeenMs: number;
  /** When name or progress was seen to change last. */
  changedMs: number;
}

/** A start-up as its health answers tell it. */
export interface StartUp {
  see(look: HealthLook, atMs: number): void;
  /** The last look; `null`: there was none. */
  last(): HealthLook | null;
  /** The phase that was seen last: `phase 6 of 21: WebSocket manager`; `null`: none was. */
  phase(): { name: string; number: number | null; progress: number | null } | null;
  /** For how long the phase it is in has not changed; `null` when it is in none. */
  unchangedMs(atMs: number): number | null;
  /**
   * `hung in phase 6 of 21: WebSocket manager for 54 s (progress 0.29)`, or `went back to an earlier phase 4 times, …` in a crash
   * loop; `null` when it is in none.
   */
  whereItHangs(atMs: number): string | null;
  /** The phases that were seen, with their times; `null`: none was. */
  story(atMs: number): string | null;
}

/** More than any start-up has: a crash loop goes through them again and again. */
const mostPhases = 200;

export function createStartUp(): StartUp {
  const phases: Phase[] = [];
  let last: HealthLook | null = null;
  let endedMs: number | null = null;
  let setBacks = 0;
  const current = () => (last?.phase == null ? undefined : phases.at(-1));
  return {
    see(look, atMs) {
      last = look;
      if (look.phase === null) {
        endedMs ??= atMs;
        return;
      }
      endedMs = null;
      const before = phases.at(-1);
      if (before?.name !== nameOf(look.phase)) {
        const phase = phaseOf(look.phase, look.progress, atMs);
        if (before && isEarlier(phase, before)) setBacks += 1;
        if (phases.length >= mostPhases) phases.shift();
        phases.push(phase);
      } else if (before.progress !== look.progress) {
        before.progress = look.progress;
        before.changedMs = atMs;
      }
    },
    last: () => last,
    phase: () => phases.at(-1) ?? null,
    unchangedMs: (atMs) => (current() ? atMs - (current()?.changedMs ?? atMs) : null),
    whereItHangs(atMs) {
      const phase = current();
      if (!phase) return null;
      const progress = phase.progress === null ? "" : ` (progress ${phase.progress})`;
      const where = `${phase.name} for ${showMs(atMs - phase.firstSeenMs)}${progress}`;
      if (setBacks === 0) return `hung in ${where}`;
      return `went back to an earlier phase ${setBacks === 1 ? "once" : `${setBacks} times`}, was in ${where} last`;
    },
    story(atMs) {
      if (phases.length === 0) return null;
      const ends = [...phases.slice(1).map(({ firstSeenMs }) => firstSeenMs), endedMs ?? atMs];
      const told = phases.map(({ name, firstSeenMs }, nth) => `${name} ${showMs((ends[nth] ?? atMs) - firstSeenMs)}`);
      return `start-up, seen from ${showMs(phases[0]?.firstSeenMs ?? 0)} on: ${told.join(", ")}`;
    },
  };
}

function phaseOf(text: string, progress: number | null, atMs: number): Phase {
  const [digits] = /\d+/.exec(text) ?? [];
  return {
    name: nameOf(text),
    number: digits === undefined ? null : Number(digits),
    progress,
    firstSeenMs: atMs,
    changedMs: atMs,
  };
}

function nameOf(text: string): string {
  return /^phase\b/i.test(text) ? text : `phase ${text}`;
}

function isEarlier({ number }: Phase, before: Phase): boolean {
  return number !== null && before.number !== null && number < before.number;
}
