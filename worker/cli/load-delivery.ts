import type { Config } from "../contract/config.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { createLogger } from "../kit/log.ts";
import type { Redactor } from "../kit/redact.ts";
import { lockWorker } from "../store/lock.ts";
import type { Store } from "../store/open.ts";
import { deliveryOf } from "./delivery.ts";

/** Delivers a load run's windows while it goes on, where no worker has the store. */
export interface LoadDelivery {
  /** Points wait. Returns at once. */
  wake(): void;
  /** Delivers the rest, for a few seconds; says whether InfluxDB has all of it. */
  finish(): Promise<boolean>;
}

const turnMs = 2_000;
const lastMs = 1_500;

/** The lock is held for a moment at a time: a worker that starts meanwhile finds it free. */
export function loadDelivery(
  { influx, store: { path } }: Config,
  store: Store,
  redactor: Redactor,
  note: (line: string) => void,
): LoadDelivery {
  const log = createLogger({ redactor, form: "text", write: (line) => note(line.trimEnd()) });
  const drainer = deliveryOf(influx, { outbox: store.outbox, clock, log, redactor });
  let turn: Promise<boolean> = Promise.resolve(true);
  let isBusy = false;
  const deliver = async (withinMs: number) => {
    if (drainer === null) return true;
    const lock = lockWorker(path);
    if (!lock.held) return true;
    try {
      return await drainer.flush(withinMs);
    } finally {
      lock.release();
    }
  };
  return {
    wake() {
      if (isBusy) return;
      isBusy = true;
      turn = deliver(turnMs)
        .catch(() => false)
        .finally(() => (isBusy = false));
    },
    async finish() {
      await turn;
      return deliver(lastMs).catch(() => false);
    },
  };
}
