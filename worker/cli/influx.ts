import type { InfluxSettings } from "../contract/config.ts";
import type { Outbox } from "../contract/outbox.ts";
import { type Backfilled, backfill } from "../deliver/backfill.ts";
import type { Drainer } from "../deliver/drain.ts";
import { init } from "../deliver/init.ts";
import { pointOfChange } from "../deliver/points.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { parseDuration } from "../kit/duration.ts";
import { exhaustive } from "../kit/exhaustive.ts";
import { createLogger } from "../kit/log.ts";
import { createRedactor } from "../kit/redact.ts";
import { lockWorker } from "../store/lock.ts";
import type { Store } from "../store/open.ts";
import { type CommonOptions, type Configured, configured } from "./configuration.ts";
import { deliveryOf } from "./delivery.ts";
import { Exit, exitCodes } from "./exit.ts";
import { rollupsOf } from "./rollups.ts";
import { openExisting } from "./existing-store.ts";

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
/** Beside a worker, which delivers what we add: how full the outbox may become, and how long to wait for it. */
const fullest = 0.5;
const waitMs = 300_000;

/** Delivers what the store holds. With a worker on the same store, that one delivers. Returns the exit code. */
export async function backfillInflux(options: CommonOptions & { since?: string }): Promise<number> {
  const given = await configured(options);
  influxOf(given.config);
  const sinceMs = sinceOf(options.since);
  const store = openExisting(given.config);
  try {
    const before = store.outbox.stats();
    const done = await deliverHistory(given, store, sinceMs);
    const after = store.outbox.stats();
    const refused = after.deadLetters - before.deadLetters;
    const givenUp = after.givenUp - before.givenUp;
    const fates = [
      ...(after.rows > 0 ? [`${after.rows} points wait for InfluxDB`] : []),
      ...(refused > 0 ? [`InfluxDB refused ${refused} (sonde influx dead-letters list)`] : []),
      ...(givenUp > 0 ? [`${givenUp} were given up at the outbox's limit`] : []),
    ];
    console.log(`${done.runs} runs, ${done.points} points; ${fates.length === 0 ? "all delivered" : fates.join("; ")}.`);
    return done.complete && refused <= 0 && givenUp === 0 ? exitCodes.fine : exitCodes.notMeasured;
  } finally {
    store.close();
  }
}

async function deliverHistory({ config, secretValues }: Configured, store: Store, sinceMs: number): Promise<Backfilled> {
  const redactor = createRedactor(secretValues);
  const log = createLogger({ redactor, form: "text", write: (line) => process.stderr.write(line) });
  const { outbox } = store;
  const changes = store.changes(sinceMs).map((change) => pointOfChange(change, config.location));
  const lock = lockWorker(config.store.path);
  try {
    const drainer = lock.held ? deliveryOf(config.influx, { outbox, clock, log, redactor }) : null;
    const between = drainer ? () => drainer.flush(flushMs) : () => roomIn(outbox, config.store.maxOutboxBytes);
    outbox.enqueue(changes);
    store.rollups.again(sinceMs);
    const done = await backfill(store.each(sinceMs, clock.now()), { outbox, between });
    if (lock.held && done.complete) await flushRollups(rollupsOf(config.influx, { store, clock, log, redactor }), store);
    return { ...done, points: done.points + changes.length };
  } finally {
    if (lock.held) lock.release();
  }
}

/** A long history takes longer than one flush: goes on as long as each takes some hours off. Those of now are the worker's. */
async function flushRollups(drainer: Drainer | null, { rollups }: Store): Promise<void> {
  for (let before = Infinity, left = rollups.pending(); left > 0 && left < before; left = rollups.pending()) {
    before = left;
    if (await drainer?.flush(flushMs)) return;
  }
}

/** Waits until the worker has delivered enough; `false`: it does not. */
async function roomIn(outbox: Outbox, maxBytes: number): Promise<boolean> {
  const untilMs = clock.monotonic() + waitMs;
  while (outbox.stats().bytes > maxBytes * fullest) {
    if (clock.monotonic() > untilMs) return false;
    await clock.sleep(500);
  }
  return true;
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
