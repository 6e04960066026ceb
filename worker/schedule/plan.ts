import type { Skip } from "../contract/run.ts";
import type { SkipReason } from "../contract/words.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import type { Ticks } from "./due.ts";

/** What a due tick finds. */
export type Standing =
  /** `barred`: why no run may start now; `null`: one may. */
  | { kind: "free"; barred: Extract<SkipReason, "daily-limit" | "quiet"> | null }
  /** A tick waits for a slot. */
  | { kind: "tick-waiting"; scheduledAtMs: number }
  /** A run goes on, or one off the grid waits for a slot. */
  | { kind: "occupied" };

/** What becomes of due ticks. */
export interface Plan {
  skips: Pick<Skip, "scheduledAtMs" | "ticks" | "reason">[];
  /** The tick that runs, or that waits from now on; `null`: none. */
  take: number | null;
}

/**
 * Only the last of several due ticks is within its interval; those before it are late. So is a tick that still waits for a slot
 * when the next one comes: that one takes over its place in the queue, so that no probe starves behind the others.
 */
export function plan({ firstMs, lastMs, count }: Ticks, standing: Standing): Plan {
  switch (standing.kind) {
    case "occupied":
      return { skips: [{ scheduledAtMs: firstMs, ticks: count, reason: "overlap" }], take: null };
    case "tick-waiting":
      return { skips: [{ scheduledAtMs: standing.scheduledAtMs, ticks: count, reason: "late" }], take: lastMs };
    case "free": {
      const missed: Plan["skips"] = count > 1 ? [{ scheduledAtMs: firstMs, ticks: count - 1, reason: "late" }] : [];
      if (standing.barred === null) return { skips: missed, take: lastMs };
      return { skips: [...missed, { scheduledAtMs: lastMs, ticks: 1, reason: standing.barred }], take: null };
    }
    default:
      return exhaustive(standing);
  }
}
