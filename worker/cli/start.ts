import { watchConfig } from "../config/watch.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { createRedactor } from "../kit/redact.ts";
import type { Loop } from "../schedule/loop.ts";
import { createMetrics } from "../web/metrics.ts";
import { startWeb } from "../web/server.ts";
import { claimStore } from "./claim-store.ts";
import { type CommonOptions, type Configured, configured, load, problemsExit } from "./configuration.ts";
import { deliveryOf } from "./delivery.ts";
import { type DemoKeeper, keepDemo } from "./demo-platform.ts";
import { exitCodes } from "./exit.ts";
import { instrumentsFor } from "./instruments.ts";
import { k6Path } from "./k6-path.ts";
import { prepareFor } from "./journeys.ts";
import { leftoversLine } from "./leftovers-line.ts";
import { memoryIn } from "./memory.ts";
import { outboxLine } from "./outbox-line.ts";
import { openOutput } from "./output.ts";
import { probeRows } from "./probe-rows.ts";
import { createReadiness } from "./readiness.ts";
import { createRecorder } from "./recorder.ts";
import { refuse, takeOver } from "./reload.ts";
import { rollupsOf } from "./rollups.ts";
import { type Rooms, pointsFor } from "./run-probe.ts";
import { startSchedule } from "./schedule.ts";
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
    await work(given, () => load(options), stop, demo);
    return exitCodes.fine;
  } finally {
    await demo.stop();
    stop.release();
  }
}

/** What is opened here is closed in the opposite order, whatever happens. */
async function work(given: Configured, reload: () => ReturnType<typeof load>, stop: Stop, demo: DemoKeeper): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const { file, config, secretValues } = given;
  const k6 = k6Path();
  const redactor = createRedactor(secretValues);
  const { journeys, problems } = await prepareFor(config, file, k6);
  if (problems.length > 0) throw problemsExit(problems);

  const { log, ...output } = openOutput(redactor);
  stack.defer(() => output.close());
  const claim = await claimStore(config, log);
  stack.defer(() => claim.release());
  stack.defer(() => output.show(() => null));
  const { store } = claim;
  const left = leftoversLine(store.leftovers.list(null));
  if (left !== null) log.warn(left);
  let loop: Loop | null = null;
  const rows = () =>
    loop === null ? [] : probeRows(rooms.config.probes, store, (probe) => loop?.next().get(probe.name) ?? null);

  const drainer = deliveryOf(config.influx, { outbox: store.outbox, clock, log, redactor });
  drainer?.start();
  stack.defer(() => drainer?.stop());
  const rollups = rollupsOf(config.influx, { store, clock, log, redactor });
  rollups?.start();
  stack.defer(() => rollups?.stop());
  const readiness = createReadiness();
  const metrics = createMetrics((gauges) => {
    gauges.setOutbox(store.outbox.stats(), clock.now());
    for (const { probe, state } of rows())
      gauges.observeState({ probe: probe.name, target: probe.target, state: state?.state ?? "unknown" });
  });
  const web = await startWeb({ ...config.web, metrics, readiness: () => readiness.reasons() });
  stack.defer(() => web.close());

  const hurry = new AbortController();
  const rooms: Rooms = {
    config,
    journeys,
    instruments: instrumentsFor(config, {
      k6,
      redactor,
      clock,
      abort: AbortSignal.any([stop.impatient, hurry.signal]),
      memory: memoryIn(store),
    }),
    store,
    recorder: createRecorder({ store, pointsOf: (run) => pointsFor(run, null, config) }),
    clock,
    stored(run, change) {
      readiness.stored();
      metrics.observeRun(run);
      drainer?.wake();
      output.display.run(run, change, log);
    },
  };
  loop = startSchedule(rooms, { store, metrics, readiness, log });
  output.show(() => ({
    title: `Sonde ${version} · ${config.location} · ${web.url}/healthz`,
    rows: rows(),
    outbox: outboxLine(config.influx, store.outbox.stats(), clock.now()),
    footer: `Ctrl-C drains and stops · ${sondeCommand} why PROBE tells what a run saw`,
    nowMs: clock.now(),
  }));
  const over = new AbortController();
  stack.defer(() => over.abort());
  startUpkeep({ config, store, clock, log }, over.signal);
  const watcher = watchConfig({
    file,
    load: reload,
    onGood: (loaded) => takeOver(loaded, { rooms, loop, redactor, needDemo: (changed) => demo.need(changed), file, k6, log }),
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
