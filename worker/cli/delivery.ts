import type { InfluxSettings } from "../contract/config.ts";
import type { Outbox } from "../contract/outbox.ts";
import { type Drainer, createDrainer } from "../deliver/drain.ts";
import { createWriter } from "../deliver/influx.ts";
import { databaseMaker } from "../deliver/init.ts";
import type { Clock } from "../kit/clock.ts";
import type { Logger } from "../kit/log.ts";
import type { Redactor } from "../kit/redact.ts";

/** The drainer of an outbox; `null` where InfluxDB is not configured. */
export function deliveryOf(
  influx: InfluxSettings | null,
  { outbox, clock, log, redactor }: { outbox: Outbox; clock: Clock; log: Logger; redactor: Redactor },
): Drainer | null {
  if (influx === null) return null;
  const writer = createWriter(influx, redactor);
  const createDatabase = databaseMaker(influx, redactor);
  return createDrainer({ outbox, writer, clock, random: Math.random, log, createDatabase });
}
