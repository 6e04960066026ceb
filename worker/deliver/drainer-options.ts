import type { Queue } from "../contract/outbox.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/log.ts";
import type { Writer } from "./influx.ts";

/** What delivering needs of the world. */
export interface DrainerOptions {
  outbox: Queue;
  writer: Writer;
  clock: Clock;
  /** 0 to 1, for the jitter. */
  random: () => number;
  log: Logger;
  /** Makes the missing database; rejects with a message that is safe to log where that is not allowed. */
  createDatabase?: () => Promise<void>;
}
