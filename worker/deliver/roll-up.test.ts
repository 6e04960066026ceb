import { describe, expect, test } from "vitest";
import { latencyEdgesMs } from "../contract/measurements.ts";
import type { DueHour, RollupRun, RollupStep } from "../contract/rollup.ts";
import { lineOf } from "./line.ts";
import { rollUp } from "./roll-up.ts";

const hourMs = 1_699_999_200_000;
const minuteMs = 60_000;

const stepOf = (given: Partial<RollupStep> = {}): RollupStep => ({
  name: "chat",
  outcome: "passed",
  durationMs: 120,
  budgetMs: null,
  measures: {},
  ...given,
});

const runOf = (given: Partial<RollupRun> = {}): RollupRun => ({
  startedAtMs: hourMs,
  durationMs: 400,
  verdict: "up",
  attempt: 1,
  maintenance: false,
  cold: null,
  steps: [],
  ...given,
});

const due = (runs: RollupRun[], given: Partial<DueHour> = {}): DueHour => ({
  series: { target: "demo", probe: "chat", location: "here" },
  hourMs,
  slotsMs: [hourMs],
  runs,
  prunedMs: 0,
  seq: 1,
  ...given,
});

/** Fields of the hour's roll-up that are not 0. */
function hourly(measurement: "probe_run_1h" | "probe_step_1h", runs: RollupRun[]): Record<string, unknown> {
  const point = rollUp(due(runs)).find((found) => found.measurement === measurement);
  return Object.fromEntries(Object.entries(point?.fields ?? {}).filter(([, value]) => value !== 0));
}

describe("a roll-up of runs", () => {
  test.each<[string, RollupRun[], Record<string, number>]>([
    [
      "counts verdicts, and has the worst state",
      [runOf(), runOf({ verdict: "degraded" }), runOf({ verdict: "down" }), runOf()],
      { runs: 4, up: 2, degraded: 1, down: 1, worst_state: 3, count: 4, sum_ms: 1_600, max_ms: 400, le_500: 4 },
    ],
    [
      "counts a confirmation neither for nor against the target, but shows what it saw",
      [runOf(), runOf({ verdict: "down", attempt: 2, durationMs: 9_000 })],
      { runs: 1, up: 1, worst_state: 3, count: 2, sum_ms: 9_400, max_ms: 9_000, le_500: 1, le_10000: 1 },
    ],
    [
      "does the same with maintenance",
      [runOf({ verdict: "down", maintenance: true })],
      { worst_state: 3, count: 1, sum_ms: 400, max_ms: 400, le_500: 1 },
    ],
    [
      "has runs whose fault is ours as unmeasured, without their duration",
      [runOf({ verdict: "error" }), runOf({ verdict: "no-data" })],
      { runs: 2, unmeasured: 2 },
    ],
  ])("%s", (_, runs, expected) => expect(hourly("probe_run_1h", runs)).toEqual(expected));
});

describe("a roll-up of steps", () => {
  test.each<[string, RollupRun[], Record<string, number>]>([
    [
      "counts outcomes: what did not come to its turn is unmeasured",
      (["passed", "degraded", "failed", "blocked", "not-reached"] as const).map((outcome) =>
        runOf({ verdict: "down", steps: [stepOf({ outcome, durationMs: outcome === "passed" ? 120 : null })] }),
      ),
      { runs: 5, up: 1, degraded: 1, down: 1, unmeasured: 2, worst_state: 3, count: 1, sum_ms: 120, max_ms: 120, le_150: 1 },
    ],
    [
      "never blames the target in a run whose fault is ours",
      [runOf({ verdict: "error", steps: [stepOf({ outcome: "failed" })] })],
      { runs: 1, unmeasured: 1, count: 1, sum_ms: 120, max_ms: 120, le_150: 1 },
    ],
    [
      "has the highest budget that the step was held to",
      [3_000, 5_000, null].map((budgetMs) => runOf({ steps: [stepOf({ budgetMs })] })),
      { runs: 3, up: 3, worst_state: 1, count: 3, sum_ms: 360, max_ms: 120, budget_ms: 5_000, le_150: 3 },
    ],
  ])("%s", (_, runs, expected) => expect(hourly("probe_step_1h", runs)).toEqual(expected));

  test("puts a duration into the bucket whose upper edge it does not exceed", () => {
    const durations = [0, ...latencyEdgesMs, 60_000.5, 300_000];
    const fields = hourly(
      "probe_run_1h",
      durations.map((durationMs) => runOf({ durationMs })),
    );
    const edges = Object.fromEntries(latencyEdgesMs.map((edge) => [`le_${edge}`, 1]));
    expect(fields).toMatchObject({ ...edges, le_10: 2, over: 2, count: durations.length, max_ms: 300_000 });
  });

  test("is one series for names that differ only in what a tag cannot hold", () => {
    const steps = [stepOf({ name: "chat" }), stepOf({ name: "chat\\" })];
    const points = rollUp(due([runOf({ steps })])).filter(({ measurement }) => measurement === "probe_step_1h");
    expect(points.map(({ tags, fields }) => [tags["step"], fields["count"]])).toEqual([["chat", 2]]);
  });
});

describe("a roll-up of measures", () => {
  test("has how they lie, a series a measure, in the measure's own unit", () => {
    const runs = [3, 9, 250].map((value) =>
      runOf({ steps: [stepOf({ measures: { round_trip_ms: value, events_missing: 0 } })] }),
    );
    const points = rollUp(due(runs)).filter(({ measurement }) => measurement === "probe_measure_1h");
    expect(
      points.map(({ tags, fields }) => [tags["measure"], fields["count"], fields["sum"], fields["min"], fields["max"]]),
    ).toEqual([
      ["round_trip_ms", 3, 262, 3, 250],
      ["events_missing", 3, 0, 0, 0],
    ]);
    expect(points[0]?.fields).toMatchObject({ le_10: 2, le_300: 1 });
  });
});

test("cold and warm runs are counted apart where the platform tells them apart", () => {
  const runs = [
    runOf({ cold: true, durationMs: 9_000 }),
    runOf({ cold: false }),
    runOf({ cold: false }),
    runOf(),
    runOf({ cold: true, verdict: "error" }),
  ];
  expect(hourly("probe_run_1h", runs)).toMatchObject({ cold: 1, cold_sum_ms: 9_000, warm: 2, warm_sum_ms: 800 });
});

describe("the spans of an hour", () => {
  const runs = [0, 4, 5, 59].map((minute) => runOf({ startedAtMs: hourMs + minute * minuteMs }));
  const spansOf = (given: Partial<DueHour>) =>
    rollUp(due(runs, given)).map(({ measurement, timestampNs, fields }) => [
      measurement,
      (Number(timestampNs.slice(0, -6)) - hourMs) / minuteMs,
      fields["runs"],
    ]);

  test("are those five minutes that are due, and the hour, at their starts", () => {
    expect(spansOf({ slotsMs: [hourMs, hourMs + 55 * minuteMs] })).toEqual([
      ["probe_run_5m", 0, 2],
      ["probe_run_5m", 55, 1],
      ["probe_run_1h", 0, 4],
    ]);
  });

  test("have no roll-up where a part of their runs is gone", () => {
    const slotsMs = [hourMs, hourMs + 5 * minuteMs, hourMs + 55 * minuteMs];
    expect(spansOf({ slotsMs, prunedMs: hourMs + 5 * minuteMs })).toEqual([["probe_run_5m", 55, 1]]);
  });

  test("have none without runs", () => {
    expect(rollUp(due([], { slotsMs: [hourMs] }))).toEqual([]);
  });
});

test("buckets that hold nothing are left out, but soon one point of some series has all of them", () => {
  const bucketsOf = (measurement: string, spans: number, spanMs: number, names: string[]) => {
    const seen = new Set<number>();
    for (let span = 0; span < spans; span++) {
      const atMs = hourMs + span * spanMs;
      const runs = [runOf({ startedAtMs: atMs, steps: names.map((name) => stepOf({ name })) })];
      const given = { hourMs: atMs - (atMs % (60 * minuteMs)), slotsMs: [atMs - (atMs % (5 * minuteMs))] };
      for (const { fields } of rollUp(due(runs, given)).filter((point) => point.measurement === measurement))
        seen.add(Object.keys(fields).filter((name) => name === "over" || name.startsWith("le_")).length);
    }
    return [...seen].sort((a, b) => a - b);
  };
  expect(bucketsOf("probe_step_5m", 12, 5 * minuteMs, ["chat"])).toEqual([1, 21]);
  expect(bucketsOf("probe_run_1h", 6, 60 * minuteMs, [])).toEqual([1, 21]);
  expect(bucketsOf("probe_step_5m", 3, 5 * minuteMs, ["sign-in", "dashboard", "chat", "websocket", "me", "token"])).toContain(21);
});

test("every point is one that InfluxDB takes: integers as integers, milliseconds as floats", () => {
  const steps = [stepOf({ durationMs: 120.25, budgetMs: 3_000 })];
  const [, , , hourOfStep] = rollUp(due([runOf({ steps })])).map(lineOf);
  expect(hourOfStep).toMatch(
    /^probe_step_1h,target=demo,probe=chat,location=here,step=chat budget_ms=3000,count=1i,.*le_150=1i,.*max_ms=120.25,.*sum_ms=120.25,.* 1699999200000000000$/,
  );
});
