import { watchConfig } from "../config/watch.ts";
import type { Config } from "../contract/config.ts";
import { sweepLeftovers } from "../k6/leftovers.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { createLogger } from "../kit/log.ts";
import { createRedactor } from "../kit/redact.ts";
import { startLoop } from "../schedule/loop.ts";
import { openStore } from "../store/open.ts";
import { createMetrics } from "../web/metrics.ts";
import { startWeb } from "../web/server.ts";
import { type CommonOptions, type Configured, configured, load, problemsExit } from "./configuration.ts";
import { deliveryOf } from "./delivery.ts";
import { type DemoKeeper, keepDemo } from "./demo-platform.ts";
import { type Look, displayFor } from "./display.ts";
import { exitCodes } from "./exit.ts";
import { instrumentsFor, runsDirectory } from "./instruments.ts";
import { k6Path } from "./k6-path.ts";
import { prepareFor } from "./journeys.ts";
import { soleWorker } from "./sole-worker.ts";
import { outboxLine } from "./outbox-line.ts";
import { probeRows } from "./probe-rows.ts";
import { createReadiness } from "./readiness.ts";
import { refuse, takeOver } from "./reload.ts";
import { createRecorder } from "./recorder.ts";
import { type Rooms, pointsFor, runProbe } from "./run-probe.ts";
import { skipNotes } from "./skip-notes.ts";
import { type Stop, listenForStop } from "./stop.ts";
import { startUpkeep } from "./upkeep.ts";
import { sondeCommand, version } from "./version.ts";

/** How long running journeys and the outbox get when the worker is told to stop. */
const drainMs = 120_000;
const flushMs = 5_000;
/** How long a run that was ended may take to be judged and stored. */
const endMs = 10_000;

/** The worker: probes on a schedule until it is told to stop, then drains. Returns the exit code. */
export async function start(options: CommonOptions): Promise<number> {
  const given = await configured(options);
  const stop = listenForStop();
  const demo = keepDemo();
  try {
    await demo.need(given.config);
    await work(given, options, stop, demo);
    return exitCodes.fine;
  } finally {
    await demo.stop();
    stop.release();
  }
}

async function work(
  { file, config, secretValues }: Configured,
  options: CommonOptions,
  stop: Stop,
  demo: DemoKeeper,
): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const redactor = createRedactor(secretValues);
  let look = nothingYet;
  const display = displayFor(process.stdout, () => look());
  stack.defer(() => display.stop());
  const form = process.env["SONDE_LOG"] === "json" ? "json" : "text";
  const log = createLogger({ redactor, form, write: (line) => display.note(line) });

  const k6 = k6Path();
  const prepared = await prepareFor(config, file, k6);
  if (prepared.problems.length > 0) throw problemsExit(prepared.problems);
  const lock = soleWorker(config.store.path);
  stack.defer(() => lock.release());
  const store = openStore(config.store.path, { clock, limits: config.store });
  stack.defer(() => store.close());
  stack.defer(() => void (look = nothingYet));
  const swept = await sweepLeftovers(runsDirectory(config));
  if (swept.length > 0) log.warn({ runs: swept }, "ended what a killed worker left behind");

  const over = new AbortController();
  stack.defer(() => over.abort());
  const drainer = deliveryOf(config.influx, { outbox: store.outbox, clock, log, redactor });
  drainer?.start();
  stack.defer(() => drainer?.stop());
  const metrics = createMetrics((gauges) => {
    gauges.setOutbox(store.outbox.stats(), clock.now());
    for (const { probe, state } of rows()) {
      gauges.observeState({ probe: probe.name, target: probe.target, state: state?.state ?? "unknown" });
    }
  });
  const readiness = createReadiness();
  const web = await startWeb({ ...config.web, metrics, readiness: () => readiness.reasons() });
  stack.defer(() => web.close());

  const hurry = new AbortController();
  const abort = AbortSignal.any([stop.impatient, hurry.signal]);
  const rooms: Rooms = {
    config,
    journeys: prepared.journeys,
    instruments: instrumentsFor(config, { k6, redactor, clock, abort }),
    store,
    recorder: createRecorder({ store, pointsOf: (run) => pointsFor(run, null, config) }),
    clock,
    stored(run, change) {
      readiness.stored();
      metrics.observeRun(run);
      drainer?.wake();
      display.run(run, change, log);
    },
  };
  const noteSkip = skipNotes(log);
  const loop = startLoop({
    probes: config.probes,
    location: config.location,
    concurrency: config.concurrency,
    clock,
    run: (tick) => runProbe(tick, rooms),
    skip(skip) {
      store.recordSkip(skip);
      metrics.observeSkip(skip);
      noteSkip(skip);
    },
    runsToday: (probe) => store.runsOn(probe.name, probe.target, startOfDay(clock.now())),
    onError(error) {
      readiness.failed(messageOf(error));
      log.error({ reason: messageOf(error) }, "a run could not be stored");
    },
  });
  const rows = () => probeRows(rooms.config.probes, store, (probe) => loop.next().get(probe.name) ?? null);
  look = () => ({
    title: `Sonde ${version} · ${config.location} · ${web.url}/healthz`,
    rows: rows(),
    outbox: outboxLine(config.influx, store.outbox.stats(), clock.now()),
    footer: `Ctrl-C drains and stops · ${sondeCommand} why PROBE tells what a run saw`,
    nowMs: clock.now(),
  });
  startUpkeep({ config, store, clock, log }, over.signal);
  const watcher = watchConfig({
    file,
    load: () => load(options),
    onGood: (loaded: { config: Config; secretValues: string[] }) =>
      takeOver(loaded.config, loaded.secretValues, {
        rooms,
        loop,
        redactor,
        needDemo: (changed) => demo.need(changed),
        file,
        k6,
        log,
      }),
    onBad: (problems) => refuse(problems, log),
  });
  stack.defer(() => watcher.close());

  const reason = await stop.requested;
  watcher.close();
  log.info({ reason }, "draining: no new runs, waiting for those under way; a second Ctrl-C ends them");
  await loop.drain(drainMs);
  hurry.abort();
  await loop.drain(endMs);
  await drainer?.flush(flushMs);
  log.info("stopped");
}

const nothingYet: Look = () => null;

/** Of the UTC day: daily limits do not move with daylight saving. */
function startOfDay(nowMs: number): number {
  return new Date(nowMs).setUTCHours(0, 0, 0, 0);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
