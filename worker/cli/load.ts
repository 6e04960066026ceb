import { availableParallelism, totalmem } from "node:os";
import type { LoadSummary, LoadVerdict } from "../contract/load.ts";
import { sweepLeftovers } from "../k6/leftovers.ts";
import { isRunning, processName } from "../k6/process-table.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { createRedactor } from "../kit/redact.ts";
import { usualFrom } from "./load-usual.ts";
import { loadText } from "../report/load/text-show.ts";
import type { LoadRecord } from "../report/load/load-report.ts";
import { type Store, openStore } from "../store/open.ts";
import { type Configured, configured } from "./configuration.ts";
import { demoFor, demoTarget } from "./demo-platform.ts";
import { environment } from "./environment.ts";
import { Exit, exitCodes } from "./exit.ts";
import { runsDirectory } from "./instruments.ts";
import { k6Path } from "./k6-path.ts";
import { leftoversLine } from "./leftovers-line.ts";
import { baselineOf, lastGood } from "./load-baseline.ts";
import { loadDelivery } from "./load-delivery.ts";
import { loadDisplay } from "./load-display.ts";
import { loadEnvironment } from "./load-environment.ts";
import { exportLoad } from "./load-export.ts";
import { claimFiles, writeFiles } from "./load-files.ts";
import { amountOf, confirm, refuseDown, refuseSecond, refuseUnmarked } from "./load-guards.ts";
import { keepJournal } from "./load-journal.ts";
import { loadLeftovers } from "./load-leftovers.ts";
import { createLoadLog } from "./load-log.ts";
import type { LoadOptions } from "./load-options.ts";
import { type ReadyLoad, prepareLoad } from "./load-prepare.ts";
import { reportOf } from "./load-report-of.ts";
import { runLoad } from "./load-run.ts";
import { openSession } from "./load-session.ts";
import { paintFor } from "./paint.ts";
import { openRaw } from "./raw-file.ts";
import { listenForStop } from "./stop.ts";

/** Puts load on a target, judges it and reports. Returns the exit code: 0 passed, 1 failed, 2 configuration, 3 invalid, 130 interrupted. */
export async function load(words: readonly string[], options: LoadOptions): Promise<number> {
  const given = await configured(options);
  const { config, file } = given;
  const k6 = k6Path();
  const store = openStore(config.store.path, { clock, limits: config.store });
  try {
    const ready = await prepareLoad(words, options, given, k6, usualFrom(store, config));
    if (options.export !== undefined) return await exportLoad(ready, options);
    refuseUnmarked(ready.target, file);
    refuseDown(ready.target, store, options);
    refuseSecond(ready.target, store, isRunning);
    claimFiles(options);
    const baseline = baselineOf(options.baseline, { target: ready.target.name, profile: ready.profile }, store);
    if (baseline === null && options.baseline === lastGood)
      console.error("There is no good run yet to compare with: this one may become it.");
    await confirm(ready, options, environment);
    return await putOn(ready, options, given, { k6, store, baseline });
  } finally {
    store.close();
  }
}

interface Site {
  k6: string;
  store: Store;
  baseline: LoadRecord | null;
}

async function putOn(ready: ReadyLoad, options: LoadOptions, { config, secretValues }: Configured, site: Site): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const { store, baseline, k6 } = site;
  const stopped = listenForStop();
  stack.defer(() => stopped.release());
  await sweepLeftovers(runsDirectory(config));
  if (ready.target.name === demoTarget) {
    const demo = await demoFor(ready.target);
    stack.defer(() => demo.stop());
  }
  const raw = options.raw === undefined ? null : await openRaw(options.raw);
  stack.defer(() => raw?.close());
  const redactor = createRedactor([...secretValues, ...Object.values(ready.secrets)]);
  const log = createLoadLog(redactor);
  const leftovers = loadLeftovers(store, { target: ready.target.name, runId: ready.id });
  const session = openSession({ ready, cores: availableParallelism(), clock, leftovers, log, raw });
  stack.defer(() => session.close());
  const display = loadDisplay(ready, session, clock);
  const delivery = loadDelivery(config, store, redactor, (line) => display.note(line));
  const journal = keepJournal({
    store,
    environment: await loadEnvironment(config, ready.target, k6),
    influx: config.influx,
    baseline,
    redactor,
    owner: String(processName(process.pid)),
    warn: (message) => display.note(message),
    wake: () => delivery.wake(),
  });
  const stop = new AbortController();
  void stopped.requested.then((reason) => stop.abort(`Interrupted: ${reason === "SIGINT" ? "Ctrl-C" : reason}.`));
  display.note(`Putting ${amountOf(ready)} on ${ready.target.name}.`);
  const executor = { k6, runsDirectory: runsDirectory(config), clock, environment: process.env, maxMemoryBytes: memoryFor() };
  const work = {
    ready,
    session,
    executor,
    journal,
    leftovers,
    log,
    redactor,
    clock,
    audience: display,
    baseline,
    stop: stop.signal,
  };
  const summary = await runLoad(work).finally(() => display.stop());
  await tell(summary, options, site, delivery, ready);
  return exitCodeOfLoad(summary.verdict);
}

async function tell(
  summary: LoadSummary,
  options: LoadOptions,
  { store, baseline }: Site,
  delivery: ReturnType<typeof loadDelivery>,
  { id }: ReadyLoad,
): Promise<void> {
  const report = reportOf(id, store, baseline);
  if (report === null)
    throw new Exit(exitCodes.notMeasured, `The load run ${id} is not in the store: ${summary.reasons.join(" ")}`);
  const stream = options.json === "-" ? process.stderr : process.stdout;
  stream.write(`${loadText(report, paintFor(stream))}\n`);
  const paths = writeFiles(report, options);
  if (paths.length > 0) console.error(`Written: ${paths.join(", ")}`);
  const line = leftoversLine(store.leftovers.list(null).filter(({ runId }) => runId === id));
  if (line !== null) console.error(line);
  if (!(await delivery.finish()))
    console.error(`InfluxDB has not taken everything yet: ${store.outbox.stats().rows} points wait for the next worker.`);
}

const exitCodesOfLoad: Record<LoadVerdict, number> = { passed: 0, failed: 1, invalid: 3, interrupted: 130 };

function exitCodeOfLoad(verdict: LoadVerdict): number {
  return exitCodesOfLoad[verdict];
}

/** k6 keeps users and their scripts in memory, some MB each; half of the machine is more than any sensible run takes. */
function memoryFor(): number {
  return Math.max(2 ** 30, Math.floor(totalmem() / 2));
}
