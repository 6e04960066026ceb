import { type Point, numberOfState, stateOfVerdict } from "../contract/measurements.ts";
import type { OutboxStats } from "../contract/outbox.ts";
import type { Run, StateChange, Step } from "../contract/run.ts";
import type { Verdict } from "../contract/words.ts";
import { makePoint } from "./make-point.ts";
import { nsOfMs, nsOfRun } from "./timestamp.ts";

/** What a run says in InfluxDB: one `probe_run`, then one `probe_step` a step, all at the start of the run. */
export function pointsOfRun(run: Run): Point[] {
  return [runPoint(run), ...apart(run.steps.map((step) => stepPoint(run, step)))];
}

/** A probe entered a state. */
export function pointOfChange({ probe, target, to, atMs, cause }: StateChange, location: string): Point {
  return makePoint({
    measurement: "probe_state",
    tags: { target, probe, location, state: to },
    fields: { since: new Date(atMs).toISOString(), cause },
    timestampNs: nsOfMs(atMs),
  });
}

/** How the worker itself did in an interval. */
export interface WorkerStats {
  /** End of the interval. */
  atMs: number;
  location: string;
  /** In the interval. */
  runs: number;
  skipped: number;
  /** `null` when nothing started. */
  latenessP99Ms: number | null;
  outbox: OutboxStats;
  /** CPU seconds used per second. */
  cpu: number;
  rssBytes: number;
}

export function pointOfWorker({ atMs, location, runs, skipped, latenessP99Ms, outbox, cpu, rssBytes }: WorkerStats): Point {
  return makePoint({
    measurement: "worker",
    tags: { location },
    fields: {
      runs,
      skipped,
      lateness_p99_ms: latenessP99Ms,
      outbox_rows: outbox.rows,
      outbox_oldest_s: outbox.oldestMs === null ? 0 : Math.max(0, atMs - outbox.oldestMs) / 1_000,
      dead_letters: outbox.deadLetters,
      cpu,
      rss: rssBytes,
    },
    timestampNs: nsOfMs(atMs),
  });
}

function runPoint(run: Run): Point {
  return makePoint({
    measurement: "probe_run",
    tags: { target: run.target, probe: run.probe, location: run.location, verdict: run.verdict },
    fields: {
      state: stateOfVerdict[run.verdict],
      confirmed: run.confirmedDown,
      up: isUp(run.verdict),
      duration_ms: run.durationMs,
      ended_ms: run.endedAtMs,
      lateness_ms: run.latenessMs,
      attempt: run.attempt,
      steps: run.steps.length,
      steps_failed: run.steps.filter(({ outcome }) => outcome === "failed").length,
      failed_step: run.failedStep,
      cause: run.cause,
      blame: run.blame,
      run_id: run.id,
      trace_id: run.traceId,
      cold: run.cold,
      maintenance: run.maintenance,
      revision: run.revision,
      tls_days_left: run.tlsDaysLeft,
      k6_cpu_ms: run.k6CpuMs,
      load_run_id: run.loadRunId,
    },
    timestampNs: nsOfRun(run),
  });
}

/** `null` when the fault is ours: such a run counts neither for nor against the target. */
function isUp(verdict: Verdict): boolean | null {
  const state = stateOfVerdict[verdict];
  return state === 0 ? null : state !== numberOfState.down;
}

function stepPoint(run: Run, step: Step): Point {
  const { timings } = step;
  return makePoint({
    measurement: "probe_step",
    tags: { target: run.target, probe: run.probe, location: run.location, step: step.name, outcome: step.outcome },
    fields: {
      ...step.measures,
      offset_ms: step.startedAtMs === null ? null : step.startedAtMs - run.startedAtMs,
      duration_ms: step.durationMs,
      budget_ms: step.budgetMs,
      blocked_ms: timings.blockedMs,
      connecting_ms: timings.connectingMs,
      tls_ms: timings.tlsMs,
      sending_ms: timings.sendingMs,
      waiting_ms: timings.waitingMs,
      receiving_ms: timings.receivingMs,
      status: step.status,
      close_code: step.closeCode,
      bytes_received: step.bytesReceived,
      count: step.count,
      checks: step.checks.length,
      checks_failed: step.checks.filter(({ passed }) => !passed).length,
      cause: step.cause,
    },
    timestampNs: nsOfRun(run),
  });
}

/** Names that differ only in what a tag cannot hold share a series: the second such step moves on by a nanosecond. */
function apart(points: readonly Point[]): Point[] {
  const seen = new Map<string, bigint>();
  return points.map((point) => {
    const series = JSON.stringify(point.tags);
    const later = seen.get(series) ?? 0n;
    seen.set(series, later + 1n);
    return { ...point, timestampNs: (BigInt(point.timestampNs) + later).toString() };
  });
}
