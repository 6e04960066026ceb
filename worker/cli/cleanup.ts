import { isRunning } from "../k6/process-table.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { formatDuration, parseDuration } from "../kit/duration.ts";
import { printable } from "../kit/printable.ts";
import { createRedactor } from "../kit/redact.ts";
import type { StoredLeftover } from "../store/leftovers.ts";
import type { Store } from "../store/open.ts";
import { type CommonOptions, configured } from "./configuration.ts";
import { openExisting } from "./existing-store.ts";
import { Exit, exitCodes } from "./exit.ts";
import { type Fate, type Removal, removeLeftovers } from "./remove-leftovers.ts";
import { isRunOver } from "./run-is-over.ts";
import { listenForStop } from "./stop.ts";

export interface CleanupOptions extends CommonOptions {
  olderThan?: string;
}

/** Removes from the targets what runs made there and did not take away. Returns the exit code: 1 when something stays. */
export async function cleanup(options: CleanupOptions): Promise<number> {
  const olderThanMs = ageOf(options.olderThan);
  const given = await configured(options);
  const redactor = createRedactor(given.secretValues);
  const store = openExisting(given.config);
  const abort = new AbortController();
  const stop = listenForStop();
  void stop.requested.then(() => abort.abort());
  try {
    const left = store.leftovers.list(options.target ?? null);
    if (left.length === 0) console.log("Nothing to remove: all that runs made on their targets is gone.");
    let kept = 0;
    for await (const { leftover, why } of fatesOf(left, { given, store, abort: abort.signal }, olderThanMs)) {
      if (why !== null) kept += 1;
      console.log(redactor.text(lineOf(leftover, why)));
    }
    if (kept > 0) console.log(`${kept} of ${left.length} still there.`);
    return kept > 0 ? exitCodes.down : exitCodes.fine;
  } finally {
    stop.release();
    store.close();
  }
}

function ageOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  throw new Exit(exitCodes.configuration, `--older-than ${text} is no duration: write it as 30s, 10m or 2h.`);
}

function lineOf({ name, runId, createdMs }: StoredLeftover, why: string | null): string {
  const age = formatDuration(Math.max(0, clock.now() - createdMs));
  const made = `${(why === null ? "removed" : "kept").padEnd(7)} ${printable(name)}  of run ${printable(runId)}, ${age} ago`;
  return why === null ? made : `${made}: ${printable(why, 300)}`;
}

/** A load run is stored from its beginning on, and marked until its end. */
function isLoadOver(id: string, { loads }: Pick<Store, "loads">): boolean {
  const isGoingOn = loads.marks().some((mark) => mark.runId === id && isRunning(mark.owner));
  return !isGoingOn && loads.find(id) !== null;
}

async function* fatesOf(left: readonly StoredLeftover[], removal: Removal, olderThanMs: number | null): AsyncGenerator<Fate> {
  const { store, given } = removal;
  const { targets, probes } = given.config;
  const known = {
    nowMs: clock.now(),
    probes,
    isStored: (id: string) => store.run(id) !== null || isLoadOver(id, store),
    olderThanMs,
  };
  for (const [name, ofTarget] of Map.groupBy(left, ({ target }) => target)) {
    const target = targets[name];
    const ready = target ? ofTarget.filter((leftover) => isRunOver(leftover, known)) : [];
    const why = target
      ? "its run may still be going on; --older-than 0s removes it all the same"
      : `the configuration has no such target or does not use it; --target ${name} does`;
    for (const leftover of ofTarget) if (!ready.includes(leftover)) yield { leftover, why };
    if (target && ready.length > 0) yield* removeLeftovers(target, ready, removal);
  }
}
