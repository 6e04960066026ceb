import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Point } from "../contract/measurements.ts";
import type { WriteOutcome } from "./answer.ts";
import { createFakeOutbox } from "./fake-outbox.ts";
import { makePoint } from "./make-point.ts";
import { settle } from "./settle.ts";

const signal = new AbortController().signal;

function pointAt(index: number, fields: Record<string, number> = {}): Point {
  return makePoint({
    measurement: "probe_step",
    tags: { target: "demo", probe: "auth", location: "here", step: `step-${index % 7}`, outcome: "passed" },
    fields: { duration_ms: index, ...fields },
    timestampNs: BigInt(1_000 + index),
  });
}

/** Takes every point but those that `judge` refuses; says so as InfluxDB does. */
function fakeInflux(judge: (points: readonly Point[]) => WriteOutcome) {
  const requests: number[] = [];
  return {
    requests,
    writer: {
      write: (points: readonly Point[]) => {
        requests.push(points.length);
        return Promise.resolve(judge(points));
      },
    },
  };
}

function refusing(isBad: (point: Point) => boolean, say: (bad: Point[]) => WriteOutcome) {
  return fakeInflux((points) => {
    const bad = points.filter(isBad);
    return bad.length === 0 ? { kind: "written" } : say(bad);
  });
}

const rejected = () => {};

async function settleAll(points: Point[], writer: { write: (points: readonly Point[]) => Promise<WriteOutcome> }) {
  const outbox = createFakeOutbox(points);
  const tooLarge: number[] = [];
  const end = await settle(outbox.next(10_000), { outbox, writer, signal, rejected, tooLarge: (size) => tooLarge.push(size) });
  const dead = outbox.deadLetters.list(10_000);
  return {
    end,
    outbox,
    tooLarge,
    dead,
    indexes: dead.map(({ point }) => Number(point.timestampNs) - 1_000).sort((a, b) => a - b),
  };
}

const anonymous = (bad: Point[]): WriteOutcome => ({
  kind: "partial",
  reason: `partial write: no dropped=${bad.length}`,
  dropped: bad.length,
});
const uncounted = (): WriteOutcome => ({ kind: "unacceptable", reason: "unable to parse" });
const conflicts = (bad: Point[]): WriteOutcome => ({
  kind: "partial",
  dropped: bad.length,
  reason: `partial write: field type conflict: input field "status" on measurement "probe_step" is type integer, already exists as type float dropped=${bad.length}`,
});

const tooOld = (bad: Point[]): WriteOutcome => ({
  kind: "partial",
  reason: `partial write: points beyond retention policy dropped=${bad.length}`,
  dropped: bad.length,
});

describe("a batch that is taken in part", () => {
  test.each([
    ["counts what it left out", anonymous],
    ["counts nothing", uncounted],
    ["names the field", conflicts],
  ])("rejects exactly the bad points and delivers the others, when InfluxDB %s", async (_title, say) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 80 }), async (badness) => {
        const points = badness.map((bad, index) => pointAt(index, bad ? { status: 200 } : {}));
        const { writer } = refusing(({ fields }) => "status" in fields, say);
        const { end, outbox, indexes } = await settleAll(points, writer);
        expect(end).toEqual({ kind: "settled" });
        expect(indexes).toEqual(badness.flatMap((bad, index) => (bad ? [index] : [])));
        expect(outbox.delivered).toHaveLength(badness.filter((bad) => !bad).length);
        expect(outbox.stats().rows).toBe(0);
      }),
    );
  });

  test("costs a logarithm of requests for one bad point of which nothing is known", async () => {
    const points = Array.from({ length: 4_096 }, (_, index) => pointAt(index));
    const { writer, requests } = refusing(({ timestampNs }) => timestampNs === "3000", anonymous);
    const { indexes } = await settleAll(points, writer);
    expect(indexes).toEqual([2_000]);
    expect(requests.length).toBeLessThanOrEqual(1 + 2 * 12);
  });

  test("costs three requests when a field's type conflicts in half of its points", async () => {
    const points = Array.from({ length: 4_096 }, (_, index) => pointAt(index, index % 2 ? { status: 200 } : {}));
    const { writer, requests } = refusing(({ fields }) => "status" in fields, conflicts);
    const { dead, outbox } = await settleAll(points, writer);
    expect([dead.length, outbox.delivered.length]).toEqual([2_048, 2_048]);
    expect(requests).toHaveLength(3);
  });

  test("costs one request when all of it is refused", async () => {
    const { writer, requests } = refusing(() => true, anonymous);
    const { dead } = await settleAll(
      Array.from({ length: 1_000 }, (_, index) => pointAt(index)),
      writer,
    );
    expect([dead.length, requests.length]).toEqual([1_000, 1]);
  });

  test("costs three requests when points are older than InfluxDB keeps them", async () => {
    const points = Array.from({ length: 1_000 }, (_, index) => pointAt((index * 37) % 1_000));
    const { writer, requests } = refusing(({ timestampNs }) => Number(timestampNs) < 1_400, tooOld);
    const { indexes } = await settleAll(points, writer);
    expect(indexes).toEqual(Array.from({ length: 400 }, (_, index) => index));
    expect(requests).toEqual([1_000, 600, 400]);
  });

  test("keeps InfluxDB's own reason with each dead letter", async () => {
    const { writer } = refusing(({ timestampNs }) => timestampNs === "1001", uncounted);
    const { dead } = await settleAll([pointAt(0), pointAt(1), pointAt(2)], writer);
    expect(dead.map(({ reason }) => reason)).toEqual(["unable to parse"]);
  });
});

test("a batch that is too large is halved until it fits, and nothing of it is lost", async () => {
  const { writer, requests } = fakeInflux((points) =>
    points.length > 300 ? { kind: "too-large", reason: "InfluxDB answered 413", final: true } : { kind: "written" },
  );
  const points = Array.from({ length: 1_000 }, (_, index) => pointAt(index));
  const { outbox, tooLarge } = await settleAll(points, writer);
  expect(outbox.delivered).toHaveLength(1_000);
  expect(tooLarge).toEqual([1_000, 500, 500]);
  expect(Math.max(...requests.slice(-2))).toBeLessThanOrEqual(300);
});

test("a single point that a proxy finds too large is kept, one that InfluxDB does is refused", async () => {
  for (const [final, kept] of [
    [false, 1],
    [true, 0],
  ] as const) {
    const { writer } = fakeInflux(() => ({ kind: "too-large", reason: "InfluxDB answered 413", final }));
    const { end, outbox, dead } = await settleAll([pointAt(0)], writer);
    expect([end.kind, outbox.stats().rows, dead.length]).toEqual([kept === 1 ? "try-again" : "settled", kept, 1 - kept]);
  }
});

test("an outage in the middle of dividing keeps what is not settled, and only that", async () => {
  let left = 4;
  const { writer } = fakeInflux((points) => {
    if (left-- <= 0) return { kind: "try-again", reason: "refused", retryAfterMs: null };
    return points.some(({ timestampNs }) => timestampNs === "1000") ? uncounted() : { kind: "written" };
  });
  const points = Array.from({ length: 64 }, (_, index) => pointAt(index));
  const { end, outbox, dead } = await settleAll(points, writer);
  expect(end.kind).toBe("try-again");
  expect(outbox.delivered.length + outbox.stats().rows + dead.length).toBe(64);
  expect(outbox.next(100).map(({ point }) => point.timestampNs)).toContain("1000");
});
