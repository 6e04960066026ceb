import { logUpdateStderr } from "log-update";
import type { LoadTotals } from "../contract/load.ts";
import type { Clock } from "../kit/clock.ts";
import { rateAt } from "../load/stages.ts";
import type { ReadyLoad } from "./load-prepare.ts";
import { type LoadView, loadLine, renderLoad } from "./load-screen.ts";
import type { LoadSession } from "./load-session.ts";
import { paintFor } from "./paint.ts";

/** Where a load run is shown while it goes on. */
export interface LoadDisplay {
  look(totals: LoadTotals): void;
  note(text: string): void;
  stop(): void;
}

const keptNotes = 3;
const lineEveryMs = 5_000;
/** The rate that is shown is that of the last seconds. */
const rateWithinMs = 5_000;

/** A live view on a terminal, a plain line every 5 seconds elsewhere; always on standard error, so that standard output can be a report. */
export function loadDisplay(
  ready: ReadyLoad,
  session: LoadSession,
  clock: Clock,
  stream: NodeJS.WriteStream = process.stderr,
): LoadDisplay {
  const notes: string[] = [];
  const paint = paintFor(stream);
  const startedMs = clock.monotonic();
  const update = stream.isTTY ? logUpdateStderr : null;
  const rate = createRate();
  let saidMs = startedMs;
  const viewOf = (totals: LoadTotals): LoadView => {
    const nowMs = clock.monotonic();
    const sinceMs = totals.firstMs === null ? 0 : Math.max(0, clock.now() - totals.firstMs);
    const sum = (which: "iterations" | "droppedIterations") => totals.journeys.reduce((all, journey) => all + journey[which], 0);
    return {
      title: `Load ${ready.profile} on ${ready.target.name} (${ready.target.urls.api}) · run ${ready.id}`,
      elapsedMs: nowMs - startedMs,
      durationMs: ready.plan?.durationMs ?? ready.durationMs,
      askedPerS: ready.plan === null ? null : rateAt(ready.plan.stages, sinceMs),
      reachedPerS: rate(nowMs, sum("iterations")),
      dropped: sum("droppedIterations"),
      vus: totals.vus,
      maxVUs: ready.maxVUs,
      cpuShare: session.generator.cpuShare(),
      journeys: totals.journeys,
      gates: session.gates(totals),
      notes,
      width: stream.columns || 100,
      height: stream.rows || 40,
      paint,
    };
  };
  return {
    look(totals) {
      const view = viewOf(totals);
      if (update) return update(renderLoad(view));
      if (clock.monotonic() - saidMs < lineEveryMs) return;
      saidMs += lineEveryMs;
      stream.write(`${loadLine(view)}\n`);
    },
    note(text) {
      if (update) notes.push(text);
      else stream.write(`${text}\n`);
      if (notes.length > keptNotes) notes.shift();
    },
    stop() {
      if (update) update.done();
    },
  };
}

/** Iterations per second of the last seconds, given how many there were until now. */
function createRate(): (nowMs: number, iterations: number) => number {
  const seen: { atMs: number; iterations: number }[] = [];
  return (nowMs, iterations) => {
    seen.push({ atMs: nowMs, iterations });
    while (seen.length > 2 && nowMs - (seen[1]?.atMs ?? nowMs) >= rateWithinMs) seen.shift();
    const [first] = seen;
    const spanMs = nowMs - (first?.atMs ?? nowMs);
    return first && spanMs > 0 ? ((iterations - first.iterations) * 1_000) / spanMs : 0;
  };
}
