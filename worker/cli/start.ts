import { watchConfig } from "../config/watch.ts";
import { sweepLeftovers } from "../k6/leftovers.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { formatDuration } from "../kit/duration.ts";
import { createLogger } from "../kit/log.ts";
import { createRedactor } from "../kit/redact.ts";
import { startLoop } from "../schedule/loop.ts";
import { lockWorker } from "../store/lock.ts";
import { openStore } from "../store/open.ts";
import { createMetrics } from "../web/metrics.ts";
import { startWeb } from "../web/server.ts";
import { type CommonOptions, type Configured, configured, problemsExit } from "./configuration.ts";
import { deliveryOf } from "./delivery.ts";
import { demoForConfig } from "./demo-platform.ts";
import { displayFor } from "./display.ts";
import { Exit, exitCodes } from "./exit.ts";
import { instrumentsFor, k6Path, runsDirectory } from "./instruments.ts";
import { prepareFor } from "./journeys.ts";
import { outboxLine } from "./outbox-line.ts";
import { probeRows } from "./probe-rows.ts";
import { createReadiness } from "./readiness.ts";
import { type Rooms, runProbe } from "./run-probe.ts";
import { type Stop, listenForStop } from "./stop.ts";
import { startUpkeep } from "./upkeep.ts";
import { version } from "./version.ts";

/** How long running journeys and the outbox get when the worker is told to stop. */
const drainMs = 120_000;
const flushMs = 5_000;

/** The worker: probes on a schedule until it is told to stop, then drains. Returns the exit code. */
export async function start(options: CommonOptions): Promise<number> {
  const given = await configured(options);
  const stop = listenForStop();
  const demo = await demoForConfig(given.config);
  try {
    await work(given, stop);
    return exitCodes.fine;
  } finally {
    await demo?.stop();
    stop.release();
  }
}

async function work({ file, config: initial, secretValues }: Configured, stop: Stop): Promise<void> {
  await using stack = new AsyncDisposableStack();
  let config = initial;
  const redactor = createRedactor(secretValues);
  let look: Look = () => null;
  const display = displayFor(process.stdout, () => look());
  stack.defer(() => display.stop());
  const log = createLogger({
    redactor,
    form: process.env["SONDE_LOG"] === "json" ? "json" : "text",
    write: (line) => display.note(line),
  });

  const k6 = k6Path();
  const prepared = await prepareFor(config, file, k6);
  if (prepared.problems.length > 0) throw problemsExit(prepared.problems);
  const lock = lockWorker(config.store.path);
  stack.defer(() => lock.release());
  const store = openStore(config.store.path, { clock, limits: config.store });
  stack.defer(() => store.close());
  const swept = await sweepLeftovers(runsDirectory(config));
  if (swept.length > 0) log.warn({ runs: swept }, "ended what a killed worker left behind");

  const over = new AbortController();
  stack.defer(() => over.abort());
  const drainer = deliveryOf(config.influx, { outbox: store.outbox, clock, log, redactor });
  drainer?.start();
  stack.defer(() => drainer?.stop());
  const metrics = createMetrics(({ setOutbox }) => setOutbox(store.outbox.stats(), clock.now()));
  const readiness = createReadiness();
  const web = await startWeb({ ...config.web, metrics, readiness: () => readiness.reasons() });
  stack.defer(() => web.close());

  const rooms: Rooms = {
    config,
    journeys: prepared.journeys,
    instruments: instrumentsFor(config, { k6, redactor, clock, abort: stop.impatient }),
    store,
    clock,
    stored(run, change) {
      readiness.stored();
      metrics.observeRun(run);
      drainer?.wake();
      display.run(run, change, log);
    },
  };
  const loop = startLoop({
    probes: config.probes,
    location: config.location,
    concurrency: config.concurrency,
    clock,
    run: (tick) => runProbe(tick, rooms),
    skip(skip) {
      store.recordSkip(skip);
      metrics.observeSkip(skip);
      log.warn({ probe: skip.probe, reason: skip.reason }, "skipped a run");
    },
    runsToday: (probe) => store.runsOn(probe.name, probe.target, startOfDay(clock.now())),
    onError(error) {
      readiness.failed(messageOf(error));
      log.error({ reason: messageOf(error) }, "a run could not be stored");
    },
  });
  look = () => ({
    title: `Sonde ${version} · ${config.location} · http://${config.web.host}:${config.web.port}/healthz`,
    rows: probeRows(config.probes, store, (probe) => loop.next().get(probe.name) ?? null),
    outbox: outboxLine(config.influx, store.outbox.stats(), clock.now()),
    footer: "Ctrl-C drains and stops · npm run -s sonde -- why PROBE tells what a run saw",
    nowMs: clock.now(),
  });
  startUpkeep({ config, store, clock, log }, over.signal);
  watchConfig({ file });

  const reason = await stop.requested;
  log.info({ reason }, "draining: no new runs, waiting for those under way; again to stop at once");
  await loop.drain(drainMs);
  await drainer?.flush(flushMs);
  log.info("stopped");
}
