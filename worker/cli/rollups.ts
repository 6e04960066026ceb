import type { InfluxSettings } from "../contract/config.ts";
import type { Outbox } from "../contract/outbox.ts";
import type { Rollups } from "../contract/rollup.ts";
import { type Drainer, createDrainer } from "../deliver/drain.ts";
import { createWriter } from "../deliver/influx.ts";
import { databaseMaker } from "../deliver/init.ts";
import { createRollupQueue } from "../deliver/rollup-queue.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/log.ts";
import type { Redactor } from "../kit/redact.ts";

export interface RollupsFrom {
  store: { rollups: Rollups; outbox: Pick<Outbox, "backoff" | "stats"> };
  clock: Clock;
  log: Logger;
  redactor: Redactor;
}

/**
 * Delivers roll-ups beside the outbox, so that neither waits for the other; `null` where InfluxDB is not configured. As long as the
 * outbox cannot be delivered roll-ups rest, and the same outage is told once.
 */
export function rollupsOf(
  influx: InfluxSettings | null,
  { store: { rollups, outbox }, clock, log, redactor }: RollupsFrom,
): Drainer | null {
  if (influx === null) return null;
  return createDrainer({
    outbox: createRollupQueue({ rollups, clock, rests: () => outbox.backoff().attempts > 0 && outbox.stats().rows > 0 }),
    writer: createWriter(influx, redactor),
    clock,
    random: Math.random,
    log: log.child({ of: "roll-ups" }),
    createDatabase: databaseMaker(influx, redactor),
  });
}
