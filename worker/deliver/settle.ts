import { setImmediate as pause } from "node:timers/promises";
import type { OutboxRow, Queue } from "../contract/outbox.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import type { WriteOutcome } from "./answer.ts";
import type { Writer } from "./influx.ts";
import { policyOf } from "./policy-of.ts";
import { type Parts, halves, split } from "./split.ts";

/** How a batch ended: with every row's fate known, or with rows that wait on for the reason given. */
export type Settlement =
  | { kind: "settled" }
  | Extract<WriteOutcome, { kind: "try-again" | "refused-credentials" | "no-database" }>;

export interface SettleWith {
  outbox: Pick<Queue, "done" | "reject">;
  writer: Writer;
  signal: AbortSignal;
  /** InfluxDB will never take so many points; the row is out of the queue already. */
  rejected: (points: number, reason: string) => void;
  /** So many points were too much for one request. */
  tooLarge: (points: number) => void;
}

/**
 * Sends rows and settles each: done, or rejected for InfluxDB's reason. Where only a part is taken the batch is divided until each
 * piece is taken or refused as a whole; sending a point twice changes nothing. One bad point costs O(log n) requests.
 */
export async function settle(rows: readonly OutboxRow[], using: SettleWith): Promise<Settlement> {
  const open = byPolicy(rows);
  for (let batch = open.pop(); batch; batch = open.pop()) {
    const outcome = await using.writer.write(
      batch.map(({ point }) => point),
      using.signal,
    );
    switch (outcome.kind) {
      case "written":
        using.outbox.done(ids(batch));
        break;
      case "partial":
        if (outcome.dropped === batch.length) refuse(batch, outcome.reason, using);
        else open.push(...divide(batch, outcome.reason, using, () => split(batch, outcome)));
        break;
      case "unacceptable":
        open.push(...divide(batch, outcome.reason, using, () => halves(batch)));
        break;
      case "too-large":
        if (batch.length === 1 && !outcome.final) return { kind: "try-again", reason: outcome.reason, retryAfterMs: null };
        using.tooLarge(batch.length);
        open.push(...divide(batch, outcome.reason, using, () => halves(batch)));
        break;
      case "try-again":
      case "refused-credentials":
      case "no-database":
        return outcome;
      default:
        return exhaustive(outcome);
    }
    if (open.length > 0) await pause();
  }
  return { kind: "settled" };
}

/** What is left to send of a batch that was not taken as it was; a single row is refused for good. */
function divide(
  batch: readonly OutboxRow[],
  reason: string,
  using: SettleWith,
  parts: () => Parts,
): readonly (readonly OutboxRow[])[] {
  if (batch.length > 1) return parts();
  refuse(batch, reason, using);
  return [];
}

function refuse(batch: readonly OutboxRow[], reason: string, { outbox, rejected }: SettleWith): void {
  outbox.reject(batch.map(({ id }) => ({ id, reason })));
  rejected(batch.length, reason);
}

/** A request writes into one retention policy. What belongs into the default one goes first: open batches are taken from the end. */
function byPolicy(rows: readonly OutboxRow[]): (readonly OutboxRow[])[] {
  const groups = Map.groupBy(rows, ({ point: { measurement } }) => policyOf(measurement));
  return [...groups].toSorted(([a], [b]) => Number(a === null) - Number(b === null)).map(([, batch]) => batch);
}

const ids = (batch: readonly OutboxRow[]) => batch.map(({ id }) => id);
