import type { MeasurementName, Point } from "../../../worker/contract/measurements.ts";
import { lineOf } from "../../../worker/deliver/line.ts";
import { type RawPoint, makePoint } from "../../../worker/deliver/make-point.ts";

/**
 * Points whose writers wait for other issues, or for hours: what a platform that is well leaves behind.
 * @param deployedMs when its second iteration began: there are runs before and after
 */
export function calmPoints(nowMs: number, deployedMs: number): Point[] {
  const windows = Array.from({ length: 24 }, (_, index) => window(nowMs - 1_800_000 + index * 5_000, index));
  return [
    point(
      "iteration",
      deployedMs - 20_000_000,
      { target: "demo" },
      { label: "iteration 2", revision: "a1b2c3", started_ms: deployedMs - 20_000_000, ended_ms: deployedMs },
    ),
    point("iteration", deployedMs, { target: "demo" }, { label: "iteration 3", revision: "d4e5f6", started_ms: deployedMs }),
    ...windows.flat(),
    loadRun(nowMs - 1_800_000, "passed", { gates_broken: 0, regressions: 0 }),
    ...Array.from({ length: 30 }, (_, index) => workerPoint(nowMs - index * 60_000)),
    point("probe_state", nowMs - 3_000_000, { ...probe, state: "up" }, { since: new Date(nowMs - 3_000_000).toISOString() }),
  ];
}

/** What it leaves behind when it was not. */
export function brokenPoints(nowMs: number): Point[] {
  const words = { title: "Dashboard and chat answer 503", component: "redis", confidence: 0.72 };
  const text = "redis (0.72), llm (0.2): sign-in passes, whatever needs the backend answers 503";
  return [
    point(
      "incident",
      nowMs - 5_400_000,
      { target: "demo", state: "closed" },
      { ...words, id: "i-1", text, ended_ms: nowMs - 4_000_000 },
    ),
    point("incident", nowMs - 120_000, { target: "demo", state: "open" }, { ...words, id: "i-2", text }),
    point("probe_state", nowMs - 100_000, { ...probe, state: "down" }, { since: new Date(nowMs).toISOString(), cause: "503" }),
    loadRun(nowMs - 900_000, "failed", { gates_broken: 1, regressions: 1, cause: "p95 over 800 ms" }),
  ];
}

/** Writes points as the worker's drainer does. Rejects with InfluxDB's words. */
export async function write(url: string, database: string, points: readonly Point[]): Promise<void> {
  const response = await fetch(`${url}/write?db=${database}`, { method: "POST", body: points.map(lineOf).join("\n") });
  if (response.status !== 204) throw new Error(`InfluxDB answered ${response.status}: ${await response.text()}`);
}

const probe = { target: "demo", probe: "dashboard", location: "test" };
const load = { target: "demo", journey: "first-time-user", profile: "release" };

function window(atMs: number, index: number): Point[] {
  return ["sign-in", "dashboard", "chat"].map((step, order) => {
    const base = 100 * (order + 1) + index;
    const measures = { p50_ms: base, p90_ms: base * 1.6, p95_ms: base * 2, p99_ms: base * 3, max_ms: base * 4 };
    const counts = { run_id: "load-2", requests: 200 + index, failed: index % 7 === 0 ? 1 : 0, rps: 40 + index / 10, vus: 20 };
    return point(
      "load_window",
      atMs,
      { ...load, step },
      { ...measures, ...counts, baseline_p95_ms: base * 1.9, baseline_rps: 41, gate_p95_ms: 800, gate_error_rate: 0.01 },
    );
  });
}

function loadRun(atMs: number, verdict: string, told: RawPoint["fields"]): Point {
  return point(
    "load_run",
    atMs,
    { ...load, verdict },
    {
      run_id: "load-2",
      duration_ms: 120_000,
      ended_ms: atMs + 120_000,
      iterations: 4_800,
      dropped_iterations: 3,
      requests: 19_200,
      failed: 12,
      error_rate: 0.0006,
      rate: 160,
      p95_ms: 640,
      vus: 20,
      gates: 4,
      baseline_id: "load-1",
      knee_rate: 310,
      revision: "d4e5f6",
      ...told,
    },
  );
}

function workerPoint(atMs: number): Point {
  const outbox = { outbox_rows: 4, outbox_oldest_s: 1.5, dead_letters: 0 };
  return point(
    "worker",
    atMs,
    { location: "test" },
    { runs: 6, skipped: 0, lateness_p99_ms: 4, cpu: 0.04, rss: 140_000_000, ...outbox },
  );
}

function point(measurement: MeasurementName, atMs: number, tags: RawPoint["tags"], fields: RawPoint["fields"]): Point {
  return makePoint({ measurement, tags, fields, timestampNs: BigInt(Math.round(atMs)) * 1_000_000n });
}
