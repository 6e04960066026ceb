import type { InfluxSettings } from "../contract/config.ts";
import { type Backfilled, backfill } from "../deliver/backfill.ts";
import { init } from "../deliver/init.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { parseDuration } from "../kit/duration.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import { createLogger } from "../kit/log.ts";
import { createRedactor } from "../kit/redact.ts";
import { lockWorker } from "../store/lock.ts";
import { type Store, openStore } from "../store/open.ts";
import { type CommonOptions, type Configured, configured } from "./configuration.ts";
import { deliveryOf } from "./delivery.ts";
import { Exit, exitCodes } from "./exit.ts";

/** Prepares InfluxDB 1.x; for later versions prints what to type. Returns the exit code. */
export async function initInflux(options: CommonOptions): Promise<number> {
  const { config, secretValues } = await configured(options);
  const made = await init(influxOf(config), createRedactor(secretValues));
  switch (made.kind) {
    case "ready":
      console.log([`InfluxDB ${made.version}:`, ...made.done.map((sentence) => `  ${sentence}`)].join("\n"));
      return exitCodes.fine;
    case "by-hand":
      console.log(
        [
          `InfluxDB ${made.version} is set up by hand (not tested by Sonde). Type:`,
          ...made.commands.map((line) => `  ${line}`),
        ].join("\n"),
      );
      return exitCodes.fine;
    case "failed":
      throw new Exit(exitCodes.notMeasured, `InfluxDB could not be set up: ${made.reason}`);
    default:
      return exhaustive(made);
  }
}

const flushMs = 30_000;

/** Delivers what the store holds. With a worker on the same store, that one delivers. Returns the exit code. */
export async function backfillInflux(options: CommonOptions & { since?: string }): Promise<number> {
  const given = await configured(options);
  influxOf(given.config);
  const sinceMs = sinceOf(options.since);
  const store = openStore(given.config.store.path, { clock, limits: given.config.store });
  try {
    const done = await deliverHistory(given, store, sinceMs);
    const waiting = store.outbox.stats().rows;
    console.log(
      `${done.runs} runs, ${done.points} points; ${waiting === 0 ? "all delivered" : `${waiting} points wait for InfluxDB`}.`,
    );
    return done.complete ? exitCodes.fine : exitCodes.notMeasured;
  } finally {
    store.close();
  }
}

async function deliverHistory({ config, secretValues }: Configured, store: Store, sinceMs: number): Promise<Backfilled> {
  const redactor = createRedactor(secretValues);
  const log = createLogger({ redactor, form: "text", write: (line) => process.stderr.write(line) });
  const lock = lockWorker(config.store.path);
  if (!lock.held) return backfill(store.each(sinceMs, clock.now()), { outbox: store.outbox });
  const drainer = deliveryOf(config.influx, { outbox: store.outbox, clock, log, redactor });
  try {
    return await backfill(store.each(sinceMs, clock.now()), {
      outbox: store.outbox,
      between: async () => (await drainer?.flush(flushMs)) ?? false,
    });
  } finally {
    lock.release();
  }
}

function influxOf({ influx }: { influx: InfluxSettings | null }): InfluxSettings {
  if (influx) return influx;
  throw new Exit(exitCodes.configuration, "InfluxDB is not configured: set SONDE_INFLUX_URL, or `influx` in the configuration.");
}

function sinceOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const duration = parseDuration(text);
  if (duration !== null) return clock.now() - duration;
  const date = Date.parse(text);
  if (!Number.isNaN(date)) return date;
  throw new Exit(exitCodes.configuration, `--since ${text} is neither a duration (7d) nor a date (2026-01-31).`);
}
