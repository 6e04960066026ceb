import { join } from "node:path";
import type { Target } from "../contract/config.ts";
import { runVariables } from "../contract/settings.ts";
import { systemClock as clock } from "../kit/clock.ts";
import { createRedactor } from "../kit/redact.ts";
import type { StoredLeftover } from "../store/leftovers.ts";
import type { Store } from "../store/open.ts";
import { type Configured, problemsExit } from "./configuration.ts";
import { demoFor, demoTarget } from "./demo-platform.ts";
import { instrumentsFor } from "./instruments.ts";
import { prepareJourneys } from "./journeys.ts";
import { k6Path } from "./k6-path.ts";
import { measure } from "./measure.ts";
import { memoryIn } from "./memory.ts";
import { packageFolder } from "./package-folder.ts";
import { probeByHand } from "./probe-by-hand.ts";

/** What became of one of them; `why`: why it is still there. */
export interface Fate {
  leftover: StoredLeftover;
  why: string | null;
}

export interface Removal {
  given: Configured;
  store: Store;
  abort: AbortSignal;
}

/** So many accounts fit into one run's time, and their names into one variable of its environment. */
const mostARun = 20;
const timeoutMs = 120_000;

const journey = join(packageFolder, "probes/cleanup.ts");

/** Removes them from their target, a few at a time; where none of a few went, the others are not tried. */
export async function* removeLeftovers(
  target: Target,
  leftovers: readonly StoredLeftover[],
  removal: Removal,
): AsyncGenerator<Fate> {
  const platform = target.name === demoTarget ? await demoFor(target) : null;
  let why: string | null = null;
  try {
    for (let from = 0; from < leftovers.length; from += mostARun) {
      const some = leftovers.slice(from, from + mostARun);
      why ??= await runJourney(target, some, removal);
      const still = new Set(removal.store.leftovers.list(target.name).map(({ name }) => name));
      const kept = some.filter(({ name }) => still.has(name));
      for (const leftover of some) yield { leftover, why: kept.includes(leftover) ? (why ?? "nobody said why") : null };
      if (kept.length < some.length) why = null;
    }
  } finally {
    await platform?.stop();
  }
}

/** Runs the journey that removes them; what it removed is off the record then. Returns what went wrong. */
async function runJourney(
  target: Target,
  leftovers: readonly StoredLeftover[],
  { given: { config, secretValues }, store, abort }: Removal,
): Promise<string | null> {
  const env = { [runVariables.leftovers]: JSON.stringify(leftovers.map(({ name }) => name)) };
  const k6 = k6Path();
  const { journeys, problems } = await prepareJourneys([{ journey, target, env }], k6);
  const prepared = journeys.get(journey);
  if (!prepared) throw problemsExit(problems);
  const redactor = createRedactor(secretValues);
  const instruments = instrumentsFor(config, { k6, redactor, clock, abort, memory: memoryIn(store) });
  const probe = probeByHand({ name: "cleanup", journey, target: target.name, timeoutMs, env });
  const due = { scheduledAtMs: clock.now(), trigger: "once", attempt: 1 } as const;
  const run = await measure({ ...due, probe, target, journey: prepared }, instruments);
  store.record({ run, state: null, change: null, points: [] });
  return run.cause;
}
