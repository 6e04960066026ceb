import type { Clock } from "../kit/clock.ts";

/** Limits of what waits for InfluxDB. */
export interface QueueOptions {
  clock: Clock;
  /** What may wait, in bytes of points; dead letters may take as much again. */
  maxBytes: number;
}
