import type { Point } from "./measurements.ts";

/** What waits for InfluxDB. Implemented by the store, emptied by delivery. Every method is one transaction. */
export interface Outbox {
  /** Adds points outside a run's transaction: the `worker` measurement, backfill. */
  enqueue(points: readonly Point[]): void;
  /** The oldest rows, at most `limit`. */
  next(limit: number): OutboxRow[];
  /** InfluxDB has them. */
  done(ids: readonly number[]): void;
  /** InfluxDB will never take them: out of the queue, kept with its reason until someone decides. */
  reject(rejected: readonly { id: number; reason: string }[]): void;
  stats(): OutboxStats;
  /** When the next attempt may start and how many failed in a row: survives a restart. */
  backoff(): DeliveryBackoff;
  setBackoff(backoff: DeliveryBackoff): void;
  deadLetters: DeadLetters;
}

/** What delivery needs of something that it empties. */
export type Queue = Pick<Outbox, "next" | "done" | "reject" | "backoff" | "setBackoff">;

export interface OutboxRow {
  id: number;
  point: Point;
}

export interface OutboxStats {
  rows: number;
  bytes: number;
  /** When the oldest waiting row was put in; `null` when nothing waits. */
  oldestMs: number | null;
  deadLetters: number;
  /** Points given up since the store was made, because the disk limit was reached. */
  givenUp: number;
}

export interface DeliveryBackoff {
  attempts: number;
  nextAttemptMs: number;
}

export interface DeadLetters {
  list(limit: number): DeadLetter[];
  /** Back into the queue; without ids, all. Returns how many. */
  retry(ids?: readonly number[]): number;
  /** Gone for good; without ids, all. Returns how many. */
  drop(ids?: readonly number[]): number;
}

export interface DeadLetter {
  id: number;
  point: Point;
  /** InfluxDB's own words. */
  reason: string;
  rejectedMs: number;
}
