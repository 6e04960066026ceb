import { expect, test } from "vitest";
import type { LoadEnvironment, LoadSummary, LoadWindow } from "../contract/load.ts";
import { fakeRun } from "./fake-run.ts";
import { temporaryStore } from "./temporary-store.ts";

const environment: LoadEnvironment = { location: "here", machine: "2 cores", tools: { k6: "1.8.1" }, targetUrl: null };
const counts = { requests: 2, requestsFailed: 1, checks: 0, checksFailed: 0, started: 2, ended: 2, failed: 1, blocked: 0 };
const bins = { firstKey: 3, counts: [1, 0, 1] };
const duration = {
  count: 2,
  min: 1,
  mean: 2,
  p50: 1,
  p90: 3,
  p95: 3,
  p99: 3,
  max: 3,
  sketch: { count: 2, sum: 4, min: 1, max: 3, zeros: 0, positive: bins, negative: { firstKey: 0, counts: [] } },
};
const step = {
  step: "chat",
  ...counts,
  duration,
  measures: { first_answer_ms: duration },
  errors: [{ kind: "step" as const, cause: "503", count: 1 }],
};
const journeys = [{ journey: "chat", ...counts, iterations: 2, droppedIterations: 0, duration: null, steps: [step] }];

const windowAt = (startMs: number): LoadWindow => ({ startMs, durationMs: 5_000, vus: 3, journeys });

function summary(given: Partial<LoadSummary> = {}): LoadSummary {
  return {
    id: "0198f7c0-0000-7000-8000-000000000001",
    profile: "release",
    target: "demo",
    ratePerS: 5,
    verdict: "passed",
    reasons: [],
    startedAtMs: 1_000,
    endedAtMs: 9_000,
    baselineId: null,
    comparison: null,
    knee: null,
    revision: "r-1",
    gates: [{ name: "chat p95", gate: null, outcome: "kept", seen: 3, limit: 5, text: "p95 (3 ms) is at most 5 ms" }],
    totals: {
      firstMs: 1_000,
      lastMs: 9_000,
      vus: 3,
      journeys,
      samples: 20,
      lateSamples: 0,
      unreadableMarkers: 0,
      tooManySteps: false,
      errors: [
        {
          kind: "step",
          cause: "503",
          count: 1,
          journey: "chat",
          step: "chat",
          firstAtMs: 1_500,
          example: "503",
          evidence: { status: 503 },
        },
      ],
    },
    ...given,
  };
}

test("a run is found as it was put, by its whole id or its beginning, with its windows in the order of time", () => {
  const { store } = temporaryStore();
  store.loads.put({ summary: summary(), environment }, [windowAt(10_000), windowAt(5_000)]);
  expect(store.loads.find(summary().id)).toEqual({ summary: summary(), environment });
  expect(store.loads.find("0198f7c0")?.summary.id).toBe(summary().id);
  expect(store.loads.find("0198f7")).toBeNull();
  expect(store.loads.windows(summary().id)).toEqual([windowAt(5_000), windowAt(10_000)]);
});

test("a run that goes on is put again and again: the last word counts, and no window twice", () => {
  const { store } = temporaryStore();
  store.loads.put({ summary: summary({ verdict: "interrupted" }), environment }, [windowAt(5_000)]);
  store.loads.put({ summary: summary({ verdict: "failed", endedAtMs: 20_000 }), environment }, [
    windowAt(5_000),
    windowAt(10_000),
  ]);
  expect(store.loads.find(summary().id)?.summary).toMatchObject({ verdict: "failed", endedAtMs: 20_000 });
  expect(store.loads.windows(summary().id)).toHaveLength(2);
});

test("runs are listed newest first, of one target or profile or of all", () => {
  const { store } = temporaryStore();
  const put = (id: string, given: Partial<LoadSummary>) =>
    store.loads.put({ summary: summary({ id, ...given }), environment }, []);
  put("aaaaaaaa-1", { startedAtMs: 1 });
  put("aaaaaaaa-2", { startedAtMs: 3, target: "staging" });
  put("aaaaaaaa-3", { startedAtMs: 2, profile: "smoke" });
  const ids = (which: { target: string | null; profile: string | null }) =>
    store.loads.list(which, 10).map(({ id }) => id.at(-1));
  expect(ids({ target: null, profile: null })).toEqual(["2", "3", "1"]);
  expect(ids({ target: "demo", profile: null })).toEqual(["3", "1"]);
  expect(ids({ target: "demo", profile: "release" })).toEqual(["1"]);
});

test("a run that cannot be read is left out", () => {
  const { store, raw } = temporaryStore();
  store.loads.put({ summary: summary(), environment }, [windowAt(5_000)]);
  raw().exec("UPDATE load_runs SET summary = '{}'; UPDATE load_windows SET document = 'no'");
  expect(store.loads.find(summary().id)).toBeNull();
  expect(store.loads.list({ target: null, profile: null }, 9)).toEqual([]);
  expect(store.loads.windows(summary().id)).toEqual([]);
});

test("what scheduled probes felt is told of their runs that were marked, oldest first", () => {
  const { store } = temporaryStore();
  const run = (id: string, startedAtMs: number, loadRunId: string | null) =>
    store.record({ run: fakeRun({ id, startedAtMs, loadRunId }), state: null, change: null, points: [] });
  run("r-2", 2_000, "load-1");
  run("r-1", 1_000, "load-1");
  run("r-3", 3_000, null);
  run("r-4", 4_000, "load-2");
  expect(store.loads.felt("load-1").map(({ atMs }) => atMs)).toEqual([1_000, 2_000]);
  expect(store.loads.felt("load-1")[0]).toMatchObject({ probe: fakeRun().probe, verdict: fakeRun().verdict });
});

test("a load is marked while it goes on", () => {
  const { store } = temporaryStore();
  const mark = { runId: "load-1", target: "demo", owner: "1-2" };
  store.loads.mark(mark);
  store.loads.mark(mark);
  expect(store.loads.marks()).toEqual([mark]);
  store.loads.unmark("load-1");
  expect(store.loads.marks()).toEqual([]);
});

test("runs older than the retention are pruned, with their windows", () => {
  const { store, raw } = temporaryStore({ retentionMs: 1_000 });
  store.loads.put({ summary: summary({ startedAtMs: 1_000 }), environment }, [windowAt(1_000)]);
  store.prune(1_500);
  expect(store.loads.find(summary().id)).not.toBeNull();
  store.prune(2_500);
  expect(store.loads.find(summary().id)).toBeNull();
  expect(raw().all("SELECT * FROM load_windows")).toEqual([]);
});
