import { type FileHandle, open } from "node:fs/promises";
import type { Run } from "../contract/run.ts";
import { sweepLeftovers } from "../k6/leftovers.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { createLogger } from "../kit/log.ts";
import { escapeUnprintable } from "../kit/printable.ts";
import { createRedactor } from "../kit/redact.ts";
import { junit } from "../report/junit.ts";
import { createSlots } from "../schedule/slots.ts";
import { lockWorker } from "../store/lock.ts";
import { type Store, openStore } from "../store/open.ts";
import { deliveryOf } from "./delivery.ts";
import { demoFor, demoTarget } from "./demo-platform.ts";
import { Exit, exitCodes } from "./exit.ts";
import { exitCodeOf } from "./exit-code.ts";
import { instrumentsFor, runsDirectory } from "./instruments.ts";
import { k6Path } from "./k6-path.ts";
import { leftoversLine } from "./leftovers-line.ts";
import { measure } from "./measure.ts";
import { memoryIn } from "./memory.ts";
import { type OnceOptions, type OncePlan, planJourney, planProbes } from "./once-plan.ts";
import { type Paint, paintFor } from "./paint.ts";
import { notMeasured } from "./recorder.ts";
import { runJson } from "./run-json.ts";
import { rollupsOf } from "./rollups.ts";
import { runLine, stepLines } from "./run-line.ts";
import { pointsFor } from "./run-probe.ts";
import { listenForStop } from "./stop.ts";

const flushMs = 5_000;

/** Runs probes now, once each: stored and delivered, but not confirmed and without a change of state. Returns the exit code. */
export async function once(names: readonly string[], options: OnceOptions): Promise<number> {
  refuseWhatDoesNotGoTogether(names, options);
  await using report = options.junit === undefined ? null : await junitFile(options.junit);
  const plan = options.journey === undefined ? await planProbes(names, options) : await planJourney(options.journey, options);
  const demo = plan.runs.find(({ target }) => target?.name === demoTarget)?.target;
  const platform = demo ? await demoFor(demo) : null;
  try {
    const runs = await runAll(plan, options);
    await report?.writeFile(junit(runs));
    return exitCodeOf(runs.map(({ verdict }) => verdict));
  } finally {
    await platform?.stop();
  }
}

function refuseWhatDoesNotGoTogether(names: readonly string[], { journey, env = [], timeout }: OnceOptions): void {
  const odd =
    journey !== undefined
      ? names.length > 0 && `--journey runs that script alone: leave out ${names.join(", ")}, or --journey.`
      : (env.length > 0 || timeout !== undefined) &&
        "--env and --timeout belong to --journey: what a probe gets is in the configuration.";
  if (odd) throw new Exit(exitCodes.configuration, odd);
}

/** Opened before anything runs: a path that cannot be written must not cost the runs. */
async function junitFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "w");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new Exit(exitCodes.configuration, `--junit ${path} cannot be written (${code}): give a file in a folder that exists.`);
  }
}

async function runAll(plan: OncePlan, options: OnceOptions): Promise<Run[]> {
  const redactor = createRedactor(plan.secretValues);
  const abort = new AbortController();
  const stop = listenForStop();
  void stop.requested.then(() => abort.abort());
  const store = openStore(plan.config.store.path, { clock, limits: plan.config.store });
  const instruments = instrumentsFor(plan.config, {
    k6: k6Path(),
    redactor,
    clock,
    abort: abort.signal,
    memory: memoryIn(store),
  });
  const slots = createSlots(plan.config.concurrency);
  try {
    // Where nothing but `once` runs, nobody else ends what a killed one left, its secrets among it.
    await sweepLeftovers(runsDirectory(plan.config));
    const runs = await Promise.all(
      plan.runs.map((planned) =>
        slots.run("normal", async () => {
          const run = await measure({ ...planned, scheduledAtMs: clock.now(), trigger: "once", attempt: 1 }, instruments);
          const stored = keep(run, plan, store);
          print(stored, options);
          return stored;
        }),
      ),
    );
    await deliver(plan, store, redactor);
    sayWhatIsLeft(runs, store);
    return runs;
  } finally {
    stop.release();
    store.close();
  }
}

/** The run as it counts: one that the store does not take is not measured. */
function keep(run: Run, { config }: OncePlan, store: Store): Run {
  try {
    store.record({ run, state: null, change: null, points: pointsFor(run, null, config) });
    return run;
  } catch (error) {
    return notMeasured(run, error);
  }
}

function print(run: Run, { json }: OnceOptions): void {
  if (json) console.log(escapeUnprintable(JSON.stringify(runJson(run))));
  const stream = json ? process.stderr : process.stdout;
  const paint: Paint = paintFor(stream);
  stream.write([runLine(run, paint), ...stepLines(run, paint), ""].join("\n"));
}

/** What these runs did not take away again; others may still do it. */
function sayWhatIsLeft(runs: readonly Run[], store: Store): void {
  const left = store.leftovers.list(null).filter(({ runId }) => runs.some(({ id }) => id === runId));
  const line = leftoversLine(left);
  if (line !== null) console.error(line);
}

/** A worker that holds the store's lock delivers for us; else this process does, for a few seconds. */
async function deliver({ config }: OncePlan, store: Store, redactor: ReturnType<typeof createRedactor>): Promise<void> {
  const log = createLogger({ redactor, form: "text", write: (line) => process.stderr.write(line) });
  const drainer = deliveryOf(config.influx, { outbox: store.outbox, clock, log, redactor });
  if (!drainer) return;
  const lock = lockWorker(config.store.path);
  if (!lock.held) return;
  const delivered = await drainer.flush(flushMs);
  if (delivered) await rollupsOf(config.influx, { store, clock, log, redactor })?.flush(flushMs);
  lock.release();
  if (!delivered) {
    console.error(
      `InfluxDB has not taken everything yet: ${store.outbox.stats().rows} points wait in ${config.store.path} for the next worker or \`once\`.`,
    );
  }
}
