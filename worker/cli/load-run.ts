import type { LoadSummary, LoadTotals, LoadWindow } from "../contract/load.ts";
import { executeLoad } from "../k6/execute-load.ts";
import type { LoadExecutor, LoadResult } from "../k6/load-job.ts";
import type { Clock } from "../kit/clock.ts";
import type { Redactor } from "../kit/redact.ts";
import { watchErrors, errorStopRule } from "../load/error-stop.ts";
import { findKnee } from "../load/knee.ts";
import type { LoadRecord } from "../report/load/load-report.ts";
import type { LoadJournal } from "./load-journal.ts";
import type { LoadLeftovers } from "./load-leftovers.ts";
import type { LoadLog } from "./load-log.ts";
import { concludeLoad, maskWindow } from "./load-outcome.ts";
import type { ReadyLoad } from "./load-prepare.ts";
import type { LoadSession } from "./load-session.ts";

/** Who looks on while load goes on. */
export interface LoadAudience {
  /** About once a second. */
  look(totals: LoadTotals): void;
}

export interface LoadWork {
  ready: ReadyLoad;
  session: LoadSession;
  executor: LoadExecutor;
  journal: LoadJournal;
  leftovers: LoadLeftovers;
  log: LoadLog;
  redactor: Redactor;
  clock: Clock;
  audience: LoadAudience;
  baseline: LoadRecord | null;
  /** Aborts with a sentence that says who wants it to end. */
  stop: AbortSignal;
}

const tickMs = 1_000;
const journalEveryMs = 5_000;
/** Beyond its planned end: making users at the beginning, and sockets that hold k6 at the end. */
const overdueMs = 120_000;

/** How long k6 may take after its planned end: the teardown of a script, where it has one. */
function endingMs({ plan }: ReadyLoad): number {
  return plan === null ? 65_000 : 3_000;
}

/** Puts load on from beginning to end; every 5 seconds what is known by then is stored and delivered. */
export async function runLoad(work: LoadWork): Promise<LoadSummary> {
  const { ready, session, executor, journal, clock } = work;
  const stopping = new AbortController();
  const reasons: StopReasons = { interrupted: null, hardStop: null };
  const stop = (which: keyof StopReasons | null, sentence: string) => {
    if (stopping.signal.aborted) return;
    if (which !== null) reasons[which] = sentence;
    stopping.abort();
  };
  const onStop = () => stop("interrupted", String(work.stop.reason));
  work.stop.addEventListener("abort", onStop, { once: true });
  if (work.stop.aborted) onStop();
  const over = new AbortController();
  const startedAtMs = clock.now();
  journal.begin(draftOf(ready, session, startedAtMs, clock.now()));
  const ticking = tick(work, startedAtMs, stop, over.signal);
  const job = { ...ready, runId: ready.id, blockedRanges: ready.target.blockedRanges, longestMs: ready.durationMs + overdueMs };
  const result = await executeLoad(job, session.sink, executor, stopping.signal);
  over.abort();
  await ticking;
  work.stop.removeEventListener("abort", onStop);
  return finish(work, result, reasons);
}

interface StopReasons {
  interrupted: string | null;
  hardStop: string | null;
}

type Stop = (which: keyof StopReasons | null, sentence: string) => void;

async function tick(
  { ready, session, journal, leftovers, redactor, clock, audience }: LoadWork,
  startedAtMs: number,
  stop: Stop,
  over: AbortSignal,
) {
  const tooManyErrors = watchErrors();
  const seen: LoadWindow[] = [];
  let journalAtMs = clock.monotonic() + journalEveryMs;
  for (;;) {
    await clock.sleep(tickMs, over);
    if (over.aborted) return;
    const totals = session.totals();
    audience.look(totals);
    const share = tooManyErrors(totals.journeys, clock.monotonic());
    if (share !== null) stop("hardStop", hardStopSentence(share));
    // A socket can hold k6 when all its load is over (test/socket-traps.test.ts).
    if (totals.firstMs !== null && clock.now() > totals.firstMs + ready.durationMs + endingMs(ready)) stop(null, "");
    if (clock.monotonic() < journalAtMs) continue;
    journalAtMs += journalEveryMs;
    const windows = session.take().map((window) => maskWindow(window, redactor));
    leftovers.write();
    journal.note(draftOf(ready, session, startedAtMs, clock.now(), totals), windows);
    if (!ready.endsAtBrokenGate) continue;
    seen.push(...windows);
    if (findKnee(seen, ready.gates).broke !== null) stop(null, "");
  }
}

function finish(work: LoadWork, result: LoadResult, reasons: StopReasons): LoadSummary {
  const { ready, session, journal, leftovers, log, redactor, baseline } = work;
  const rest = session.finish(result.kind === "ended").map((window) => maskWindow(window, redactor));
  leftovers.write();
  const windows = [...journal.windows(), ...rest];
  const summary = concludeLoad(ready, session, { result, ...reasons, windows, baseline }, log, redactor);
  journal.end(summary, rest);
  return summary;
}

/** What is known while it goes on: a run whose worker is killed stays like this. */
function draftOf(
  ready: ReadyLoad,
  session: LoadSession,
  startedAtMs: number,
  nowMs: number,
  totals = session.totals(),
): LoadSummary {
  return {
    id: ready.id,
    profile: ready.profile,
    target: ready.target.name,
    ratePerS: ready.ratePerS,
    startedAtMs,
    endedAtMs: nowMs,
    verdict: "interrupted",
    reasons: ["Sonde was killed, or still runs: what follows is all that was known then."],
    totals,
    gates: session.gates(totals),
    baselineId: null,
    comparison: null,
    knee: null,
    revision: session.revision(),
  };
}

function hardStopSentence(share: number): string {
  const { withinMs, share: most } = errorStopRule;
  return `Stopped by itself: ${Math.round(share * 100)} % of what was tried within ${withinMs / 1_000} s failed, and ${most * 100} % is where load teaches nothing more.`;
}
