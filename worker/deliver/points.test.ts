import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measurements } from "../contract/measurements.ts";
import type { Run, Step } from "../contract/run.ts";
import { outcomes, verdicts } from "../contract/words.ts";
import { fakeRun, fakeStep } from "../kit/fake-run.ts";
import { lineOf } from "./line.ts";
import { pointOfChange, pointOfWorker, pointsOfRun } from "./points.ts";

const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("", " ", "a\\", "a,b=c d", "a\nb", "\ud800"));
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const anyStep: fc.Arbitrary<Step> = fc
  .record({
    name: text,
    outcome: fc.constantFrom(...outcomes),
    durationMs: maybe(number),
    status: maybe(number),
    bytesReceived: maybe(number),
    cause: maybe(text),
    measures: fc.dictionary(fc.oneof(text, fc.constantFrom("round_trip_ms", "events_missing", "status", "__proto__")), number),
  })
  .map((given) => fakeStep(given));

const anyRun: fc.Arbitrary<Run> = fc
  .record({
    id: fc.uuid(),
    probe: text,
    target: text,
    location: text,
    verdict: fc.constantFrom(...verdicts),
    startedAtMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    durationMs: number,
    latenessMs: number,
    cause: maybe(text),
    failedStep: maybe(text),
    revision: maybe(text),
    cold: maybe(fc.boolean()),
    tlsDaysLeft: maybe(number),
    k6CpuMs: maybe(number),
    steps: fc.array(anyStep, { maxLength: 6 }),
  })
  .map((given) => fakeRun(given));

describe("whatever a run says", () => {
  test("its points hold only names and types of the contract, and nothing that InfluxDB refuses", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { measurement, tags, fields } of pointsOfRun(run)) {
          const contract = measurements[measurement];
          expect(contract.tags).toEqual(expect.arrayContaining(Object.keys(tags)));
          expect(Object.values(tags).filter((value) => value === "" || /[\n\r]|\\$/.test(value))).toEqual([]);
          const types = new Map(Object.entries(contract.fields));
          for (const [name, value] of Object.entries(fields)) {
            if (types.get(name) === "string") expect(value).toBeTypeOf("string");
            else if (types.get(name) === "integer") expect(value).toSatisfy(Number.isSafeInteger);
            else expect([types.get(name), value]).toSatisfy(([type, float]) => type === "float" && Number.isFinite(float));
          }
        }
      }),
    );
  });

  test("every point becomes exactly one line of line protocol", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const point of pointsOfRun(run)) expect(lineOf(point).split("\n")).toHaveLength(1);
      }),
    );
  });

  test("no two points of a run share series and instant, and the same run gives the same points again", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const points = pointsOfRun(run);
        const keys = points.map(({ measurement, tags, timestampNs }) => JSON.stringify([measurement, tags, timestampNs]));
        expect(new Set(keys).size).toBe(points.length);
        expect(pointsOfRun(structuredClone(run))).toEqual(points);
      }),
    );
  });
});

describe("probe_run", () => {
  test.each([
    ["up", 1, 1],
    ["degraded", 2, 1],
    ["down", 3, 0],
    ["error", 0, undefined],
    ["no-data", 0, undefined],
  ] as const)("of a run that is %s has state %d and up %s", (verdict, state, up) => {
    const [point] = pointsOfRun(fakeRun({ verdict }));
    expect(point).toMatchObject({ measurement: "probe_run", tags: { verdict }, fields: { state } });
    expect(point?.fields["up"]).toBe(up);
  });

  test("counts the steps that failed, not those that were blocked", () => {
    const steps = [fakeStep(), fakeStep({ name: "chat", outcome: "failed" }), fakeStep({ name: "ws", outcome: "blocked" })];
    expect(pointsOfRun(fakeRun({ steps }))[0]?.fields).toMatchObject({ steps: 3, steps_failed: 1 });
  });

  test("leaves out what is not known", () => {
    expect(Object.keys(pointsOfRun(fakeRun())[0]?.fields ?? {})).toEqual([
      "state",
      "confirmed",
      "up",
      "duration_ms",
      "ended_ms",
      "lateness_ms",
      "attempt",
      "steps",
      "steps_failed",
      "run_id",
      "trace_id",
      "maintenance",
    ]);
  });

  test("cuts a cause that is longer than anybody reads", () => {
    const cause = pointsOfRun(fakeRun({ cause: "x".repeat(100_000) }))[0]?.fields["cause"];
    expect(cause).toHaveLength(1_000);
  });

  test("of two runs of a probe in one millisecond keeps both, and stays within that millisecond", () => {
    const [one] = pointsOfRun(fakeRun({ id: "018bcfe5-6800-7000-8000-000000000001" }));
    const [other] = pointsOfRun(fakeRun({ id: "018bcfe5-6800-7000-8000-000000000002" }));
    expect(one?.timestampNs).not.toBe(other?.timestampNs);
    expect([one?.timestampNs.slice(0, 13), other?.timestampNs.slice(0, 13)]).toEqual(["1700000000000", "1700000000000"]);
  });
});

describe("probe_step", () => {
  test("stands at the same instant as its run", () => {
    const [run, step] = pointsOfRun(fakeRun());
    expect(step?.timestampNs).toBe(run?.timestampNs);
  });

  test("writes what journeys measure in the type that the contract gives it", () => {
    const measures = { cold: 1, startup_phase: 21, startup_progress: 0.29, events_per_s: 4, events_missing: 0, live_ms: 250 };
    const [, step] = pointsOfRun(fakeRun({ steps: [fakeStep({ measures })] }));
    const [, fields = ""] = step ? lineOf(step).split(" ") : [];
    const written = [
      "cold=1i",
      "startup_phase=21i",
      "startup_progress=0.29",
      "events_per_s=4",
      "events_missing=0i",
      "live_ms=250",
    ];
    expect(fields.split(",")).toEqual(expect.arrayContaining(written));
  });

  test("takes the measures that the contract knows, rounds its integers and keeps to the step's own values", () => {
    const measures = { round_trip_ms: 12.25, events_missing: 1.6, status: 999, secret_number: 7 };
    const [, step] = pointsOfRun(fakeRun({ steps: [fakeStep({ measures })] }));
    expect(step?.fields).toMatchObject({ round_trip_ms: 12.25, events_missing: 2, status: 200 });
    expect(step?.fields).not.toHaveProperty("secret_number");
  });

  test("of names that differ only in a line break keeps both", () => {
    const [, one, other] = pointsOfRun(fakeRun({ steps: [fakeStep({ name: "a b" }), fakeStep({ name: "a\nb" })] }));
    expect(one?.tags["step"]).toBe(other?.tags["step"]);
    expect(one?.timestampNs).not.toBe(other?.timestampNs);
  });
});

test("a change of state is one probe_state with the state that was entered", () => {
  const change = {
    probe: "auth",
    target: "demo",
    from: "up",
    to: "down",
    atMs: 1_700_000_000_123,
    cause: "status (503) is 200",
  } as const;
  expect(pointOfChange(change, "here")).toEqual({
    measurement: "probe_state",
    tags: { target: "demo", probe: "auth", location: "here", state: "down" },
    fields: { since: "2023-11-14T22:13:20.123Z", cause: "status (503) is 200" },
    timestampNs: "1700000000123000000",
  });
});

test("the worker reports on itself at the end of the interval, and says nothing of a lateness it did not see", () => {
  const outbox = { rows: 3, bytes: 900, oldestMs: 1_700_000_000_000, deadLetters: 1, givenUp: 0 };
  const stats = {
    atMs: 1_700_000_060_000,
    location: "here",
    runs: 4,
    skipped: 0,
    latenessP99Ms: null,
    outbox,
    cpu: 0.02,
    rssBytes: 9,
  };
  expect(pointOfWorker(stats)).toEqual({
    measurement: "worker",
    tags: { location: "here" },
    fields: { runs: 4, skipped: 0, outbox_rows: 3, outbox_oldest_s: 60, dead_letters: 1, cpu: 0.02, rss: 9 },
    timestampNs: "1700000060000000000",
  });
});
