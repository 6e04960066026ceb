import { nowMs } from "./clock.ts";
import { createMoment } from "./moment.ts";

/** How long a journey waits for a target that starts; shared by the steps that wait at the same time. */
export interface Patience {
  /** Since it began. */
  elapsedMs(): number;
  remainingMs(): number;
  /** Nothing is worth waiting for any more. The first reason is the one that counts. */
  giveUp(reason: string): void;
  /** Why it was given up before its time; `null`: it was not. */
  givenUp(): string | null;
  isOver(): boolean;
  /** Lets time pass; given up or run out, no longer than that. */
  pause(ms: number): Promise<void>;
}

/** Begins now. */
export function createPatience(limitMs: number): Patience {
  const startedMs = nowMs();
  const over = createMoment();
  let reason: string | null = null;
  const patience: Patience = {
    elapsedMs: () => nowMs() - startedMs,
    remainingMs: () => Math.max(0, limitMs - patience.elapsedMs()),
    giveUp(why) {
      reason ??= why;
      over.happen();
    },
    givenUp: () => reason,
    isOver: () => reason !== null || patience.remainingMs() === 0,
    async pause(ms) {
      await over.within(Math.min(ms, patience.remainingMs()));
    },
  };
  return patience;
}
