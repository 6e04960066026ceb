import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { numberOfState } from "../contract/measurements.ts";
import type { OutboxStats } from "../contract/outbox.ts";
import type { Run, Skip } from "../contract/run.ts";
import type { State } from "../contract/words.ts";

/** What the worker tells Prometheus. Labels come from the configuration alone, so their number is bounded. */
export interface Metrics {
  observeRun(run: Run): void;
  observeSkip(skip: Skip): void;
  observeState(at: { probe: string; target: string; state: State }): void;
  setOutbox(stats: OutboxStats, nowMs: number): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  contentType: string;
}

const seconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120];
const lateness = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];

/** `beforeText` may bring gauges up to date. */
export function createMetrics(beforeText: (metrics: Metrics) => void = () => {}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const runs = runMetrics(registry);
  const outbox = outboxMetrics(registry);

  const metrics: Metrics = {
    contentType: registry.contentType,
    observeRun({ probe, target, verdict, durationMs, latenessMs }) {
      runs.total.inc({ probe, target, verdict });
      runs.duration.observe({ probe, target }, durationMs / 1_000);
      runs.lateness.observe(latenessMs / 1_000);
    },
    observeSkip: ({ reason, ticks }) => runs.skipped.inc({ reason }, ticks),
    observeState: ({ probe, target, state }) => runs.state.set({ probe, target }, numberOfState[state]),
    setOutbox(stats, nowMs) {
      outbox.rows.set(stats.rows);
      outbox.oldest.set(stats.oldestMs === null ? 0 : Math.max(0, nowMs - stats.oldestMs) / 1_000);
      outbox.deadLetters.set(stats.deadLetters);
      outbox.givenUp.set(stats.givenUp);
    },
    async text() {
      beforeText(metrics);
      return registry.metrics();
    },
  };
  return metrics;
}

function runMetrics(registry: Registry) {
  const registers = [registry];
  const labelNames = ["probe", "target"] as const;
  return {
    total: new Counter({
      name: "sonde_runs_total",
      help: "Runs, by verdict.",
      labelNames: [...labelNames, "verdict"],
      registers,
    }),
    duration: new Histogram({
      name: "sonde_run_duration_seconds",
      help: "How long runs took.",
      labelNames,
      buckets: seconds,
      registers,
    }),
    state: new Gauge({
      name: "sonde_probe_state",
      help: "Confirmed state: 0 unknown, 1 up, 2 degraded, 3 down.",
      labelNames,
      registers,
    }),
    lateness: new Histogram({
      name: "sonde_start_lateness_seconds",
      help: "How much later than due runs started.",
      buckets: lateness,
      registers,
    }),
    skipped: new Counter({
      name: "sonde_skipped_total",
      help: "Due runs that did not start.",
      labelNames: ["reason"],
      registers,
    }),
  };
}

function outboxMetrics(registry: Registry) {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  return {
    rows: gauge("sonde_outbox_rows", "Points that wait for InfluxDB."),
    oldest: gauge("sonde_outbox_oldest_seconds", "How long the oldest point has waited."),
    deadLetters: gauge("sonde_dead_letters", "Points that InfluxDB refused for good."),
    givenUp: gauge("sonde_outbox_given_up_total", "Points given up at the outbox's disk limit, since the store was made."),
  };
}
