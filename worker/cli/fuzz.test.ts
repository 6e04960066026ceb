import fc, { type Arbitrary } from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Recording, judgeCase } from "../../test/support/judge-case.ts";
import { loadRecording, recordedHost } from "../../test/support/recording.ts";
import { type VerdictCase, verdictCases } from "../../test/support/verdict-cases.ts";
import { markerMetadata, markers } from "../contract/markers.ts";
import { verdicts } from "../contract/words.ts";

const recordings = new Map<string, Recording>();
beforeAll(async () => {
  for (const { name } of verdictCases) recordings.set(name, await loadRecording(name));
});

/** What happens to one line; `at` and `to` are places in all of them, from 0 to 1. */
interface Mishap {
  kind: "dropped" | "doubled" | "moved" | "cut";
  at: number;
  to: number;
}

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const mishap: Arbitrary<Mishap> = fc.record({
  kind: fc.constantFrom("dropped", "doubled", "moved", "cut"),
  at: place,
  to: place,
});
const mishaps = fc.array(mishap, { maxLength: 12, size: "max" });
const harmless = fc.array(
  mishap.filter(({ kind }) => kind !== "cut"),
  { maxLength: 12, size: "max" },
);

function befall(lines: readonly string[], mishaps: readonly Mishap[]): string[] {
  const left = [...lines];
  for (const { kind, at, to } of mishaps) {
    const from = Math.floor(at * left.length);
    const line = left[from];
    if (line === undefined) continue;
    if (kind === "doubled") left.splice(Math.floor(to * left.length), 0, line);
    if (kind === "cut") left[from] = line.slice(0, Math.floor(to * line.length));
    if (kind === "dropped" || kind === "moved") left.splice(from, 1);
    if (kind === "moved") left.splice(Math.floor(to * (left.length + 1)), 0, line);
  }
  return left;
}

/** What k6 says after a journey's end marker does not count. */
function beforeTheEnd({ inspection }: Recording, samples: readonly string[]): string[] {
  const isJourney = inspection.declaration !== null && inspection.singleIteration;
  const end = samples.findIndex(
    (line) => line.endsWith('"type":"Point"}') && line.includes(`"metric":"${markers.journeyEnded}"`),
  );
  return isJourney && end >= 0 ? samples.slice(0, end) : [...samples];
}

interface Line {
  metric?: string;
  data?: { value?: number; metadata?: Record<string, string> };
  level?: string;
  msg?: string;
  source?: string;
}

function read(line: string): Line | null {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return null;
  }
}

/** A failed check, or a step of which the kit says that it failed. */
function isFailure(line: string): boolean {
  const { metric, data } = read(line) ?? {};
  if (metric === "checks") return data?.value === 0;
  return metric === markers.stepEnded && data?.metadata?.[markerMetadata]?.includes('"outcome":"failed"') === true;
}

/** An exception, `fail()`, `exec.test.fail()` or `exec.test.abort()`. */
function isOutcry(line: string): boolean {
  const { level, msg = "", source } = read(line) ?? {};
  if (level !== "error" || source === "console") return false;
  return source === "stacktrace" || /^Uncaught \(in promise\)|^test marked as failed|test aborted: |^Error: /.test(msg);
}

const judged = (given: VerdictCase, changes: Partial<Recording>) =>
  judgeCase(given, { ...recordings.get(given.name)!, ...changes }, recordedHost);

const notUp = verdictCases.filter(({ verdict }) => verdict !== "up");
const up = verdictCases.filter(({ verdict }) => verdict === "up");

describe("of a run that was not up, whatever lines are lost, doubled, moved or cut,", () => {
  test("nothing makes it up as long as one line says that something failed", () => {
    let proven = 0;
    fc.assert(
      fc.property(fc.constantFrom(...notUp), mishaps, mishaps, (given, ofSamples, ofLogs) => {
        const recording = recordings.get(given.name)!;
        const samples = befall(recording.samples, ofSamples);
        const logs = befall(recording.logs, ofLogs);
        if (!beforeTheEnd(recording, samples).some(isFailure) && !logs.some(isOutcry)) return;
        proven += 1;
        expect(judged(given, { samples, logs }).verdict).not.toBe("up");
      }),
      { numRuns: 2_000 },
    );
    expect(proven, "runs in which a failure was left").toBeGreaterThan(200);
  });
});

describe("of any run", () => {
  test("a line that was cut before the end never leaves it up", () => {
    let cut = 0;
    fc.assert(
      fc.property(fc.constantFrom(...verdictCases), harmless, place, place, (given, ofSamples, at, to) => {
        const recording = recordings.get(given.name)!;
        const whole = befall(recording.samples, ofSamples);
        const samples = befall(whole, [{ kind: "cut", at, to }]);
        const read = beforeTheEnd(recording, samples);
        if (read.every((line) => whole.includes(line))) return;
        cut += 1;
        expect(judged(given, { samples }).verdict).not.toBe("up");
      }),
      { numRuns: 1_000 },
    );
    expect(cut, "runs with a line cut").toBeGreaterThan(100);
  });

  test("doubled log lines change nothing", () => {
    fc.assert(
      fc.property(fc.constantFrom(...verdictCases), fc.nat({ max: 3 }), (given, times) => {
        const { logs } = recordings.get(given.name)!;
        expect(judged(given, { logs: [...logs, ...Array<string[]>(times).fill(logs).flat()] })).toEqual(judged(given, {}));
      }),
    );
  });
});

test("of a run that was up, no damage to a line is too much for the worker", () => {
  const damage = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\u0000", "1e999", "-1", "null", '"', "{", "__proto__", "\uFFFD"),
  );
  fc.assert(
    fc.property(fc.constantFrom(...up), place, place, place, damage, (given, which, from, to, text) => {
      const { samples, logs } = recordings.get(given.name)!;
      const at = Math.floor(which * samples.length);
      const line = samples[at] ?? "";
      const [start, end] = [Math.floor(Math.min(from, to) * line.length), Math.floor(Math.max(from, to) * line.length)];
      const damaged = line.slice(0, start) + text + line.slice(end);
      const { verdict } = judged(given, { samples: samples.with(at, damaged), logs: [...logs, damaged] });
      expect(verdicts).toContain(verdict);
    }),
    { numRuns: 1_000 },
  );
});
