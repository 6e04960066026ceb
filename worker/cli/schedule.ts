import { systemClock as clock } from "../kit/clock.ts";
import type { Logger } from "../kit/log.ts";
import { messageOf } from "../kit/message-of.ts";
import { type Loop, startLoop } from "../schedule/loop.ts";
import type { Store } from "../store/open.ts";
import type { Metrics } from "../web/metrics.ts";
import type { Readiness } from "./readiness.ts";
import { type Rooms, runProbe } from "./run-probe.ts";
import { holdNotes } from "./hold-notes.ts";
import { skipNotes } from "./skip-notes.ts";

/** Who is told of what becomes of ticks. */
export interface Audience {
  store: Store;
  metrics: Metrics;
  readiness: Readiness;
  log: Logger;
}

/** Runs the probes of a configuration on their schedules, from now on. */
export function startSchedule(rooms: Rooms, { store, metrics, readiness, log }: Audience): Loop {
  const { probes, location, concurrency } = rooms.config;
  const noteSkip = skipNotes(log);
  return startLoop({
    probes,
    location,
    concurrency,
    clock,
    run: (tick) =>
      runProbe(tick, rooms).catch((error: unknown) => fail(`a run of ${tick.probe.name} could not be stored`, error)),
    skip(skip) {
      noteSkip(skip);
      metrics.observeSkip(skip);
      try {
        store.recordSkip(skip);
      } catch (error) {
        fail(`a skipped run of ${skip.probe} could not be recorded`, error);
      }
    },
    held: holdNotes(log, () => clock.now()),
    runsToday: ({ name, target }) => store.runsOn(name, target, startOfDay(clock.now())),
    onError(error) {
      const reason = messageOf(error);
      readiness.failed(reason);
      log.error(reason);
    },
  });
}

function fail(what: string, cause: unknown): never {
  throw new Error(`${what}: ${messageOf(cause)}`, { cause });
}

/** Of the UTC day: daily limits do not move with daylight saving. */
function startOfDay(nowMs: number): number {
  return new Date(nowMs).setUTCHours(0, 0, 0, 0);
}
