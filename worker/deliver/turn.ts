import { waitOf } from "./backoff.ts";
import { conclude } from "./conclude.ts";
import type { DrainerOptions } from "./drainer-options.ts";
import { settle } from "./settle.ts";
import { createVoice } from "./voice.ts";

/** How a turn left the outbox. `waitMs`: until the next one makes sense. */
export interface Turn {
  waitMs: number;
  empty: boolean;
}

export interface Turns {
  /** One batch, if one is due. Never rejects. */
  next(stopping: AbortSignal): Promise<Turn>;
  /** The next turn ignores the back-off. */
  hurry(): void;
}

/** Reading, sending and deleting so many at once holds up the event loop for some 10 ms. */
const mostPoints = 1_000;
/** One point that is too large must not make every later request carry one. */
const leastPoints = 10;
/** `once` beside a running worker adds rows without waking it. */
const lookAgainMs = 2_000;
const storeFailedMs = 5_000;

export function createTurns(options: DrainerOptions): Turns {
  const { outbox, writer, clock } = options;
  const voice = createVoice(options.log);
  let points = mostPoints;
  let hurried = false;

  const due = () => waitOf(outbox.backoff(), clock.now());
  const tooLarge = (refused: number) => (points = Math.max(leastPoints, Math.floor(refused / 2)));
  /** Slowly, because each try at a limit that still stands costs a request. */
  const grow = () => (points = Math.min(mostPoints, Math.ceil(points * 1.1)));

  async function take(stopping: AbortSignal): Promise<Turn> {
    const waitMs = hurried ? 0 : due();
    if (waitMs > 0) return { waitMs, empty: false };
    hurried = false;
    const rows = outbox.next(points);
    if (rows.length === 0) return { waitMs: lookAgainMs, empty: true };
    const rejected = new Map<string, number>();
    const count = (refused: number, reason: string) => void rejected.set(reason, (rejected.get(reason) ?? 0) + refused);
    try {
      const before = points;
      const settlement = await settle(rows, { outbox, writer, signal: stopping, rejected: count, tooLarge });
      if (settlement.kind === "settled" && points === before) grow();
      if (!stopping.aborted) await conclude(settlement, options, voice);
    } finally {
      voice.rejected(rejected);
    }
    return { waitMs: due(), empty: false };
  }

  return {
    async next(stopping) {
      try {
        return await take(stopping);
      } catch (error) {
        voice.trouble("store", "error", `The outbox could not be read or written, what waits there is kept: ${String(error)}`);
        return { waitMs: storeFailedMs, empty: false };
      }
    },
    hurry: () => void (hurried = true),
  };
}
