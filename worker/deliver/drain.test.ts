import { describe, expect, onTestFinished, test } from "vitest";
import type { Outbox } from "../contract/outbox.ts";
import { createLogger } from "../kit/log.ts";
import { createRedactor } from "../kit/redact.ts";
import type { WriteOutcome } from "./answer.ts";
import { createDrainer } from "./drain.ts";
import type { DrainerOptions } from "./drainer-options.ts";
import { createFakeClock } from "../kit/fake-clock.ts";
import { createFakeOutbox } from "./fake-outbox.ts";
import { fakeRun } from "../kit/fake-run.ts";
import { pointsOfRun } from "./points.ts";

const written: WriteOutcome = { kind: "written" };
const down: WriteOutcome = { kind: "try-again", reason: "connection refused", retryAfterMs: null };
const noDatabase: WriteOutcome = { kind: "no-database", reason: 'InfluxDB answered 404: database not found: "sonde"' };
const refused: WriteOutcome = { kind: "refused-credentials", reason: "InfluxDB answered 401: authorization failed" };

const forbidden = () => Promise.reject(new Error("not authorized"));

/** A drainer against an InfluxDB that gives `answers` in turn, the last one for ever. */
function scene(answers: WriteOutcome[], given: Partial<DrainerOptions> & { outbox?: Outbox & { delivered?: unknown[] } } = {}) {
  const clock = createFakeClock();
  const { outbox = createFakeOutbox(pointsOfRun(fakeRun())), ...others } = given;
  const lines: { level: string; msg: string }[] = [];
  const log = createLogger({ redactor: createRedactor([]), form: "json", write: (line) => lines.push(JSON.parse(line)) });
  log.level = "debug";
  const requests: { atMs: number; points: number }[] = [];
  const writer = {
    write: (points: readonly unknown[]) => {
      requests.push({ atMs: clock.monotonic(), points: points.length });
      return Promise.resolve((answers.length > 1 ? answers.shift() : answers[0]) ?? written);
    },
  };
  const drainer = createDrainer({ writer, clock, random: () => 1, log, ...others, outbox });
  onTestFinished(() => drainer.stop());
  const loud = () => lines.filter(({ level }) => level === "warn" || level === "error").map(({ msg }) => msg);
  return { clock, outbox, drainer, requests, lines, loud };
}

describe("an InfluxDB that is down", () => {
  test("is asked again at doubling intervals of at most a minute, and nothing is lost", async () => {
    const { clock, drainer, requests, outbox } = scene([down]);
    drainer.start();
    await clock.advance(300_000);
    expect(requests.map(({ atMs }) => atMs / 1_000)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
    expect(outbox.stats()).toMatchObject({ rows: 2, deadLetters: 0 });
    expect(outbox.backoff().attempts).toBe(10);
  });

  test("is warned of once, and its return is told", async () => {
    const { clock, drainer, lines, loud, outbox } = scene([down, down, down, written]);
    drainer.start();
    await clock.advance(60_000);
    expect(loud()).toEqual(["Delivery waits, every point is kept and sent again: connection refused"]);
    expect(lines.at(-1)?.msg).toBe("Delivery to InfluxDB works again");
    expect(outbox.stats().rows).toBe(0);
    expect(outbox.backoff()).toEqual({ attempts: 0, nextAttemptMs: 0 });
  });

  test("is not asked sooner because rows were added", async () => {
    const { clock, drainer, requests } = scene([down]);
    drainer.start();
    await clock.advance(1_500);
    for (let row = 0; row < 20; row++) drainer.wake();
    await clock.advance(1_000);
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 1_000]);
  });

  test("is left alone for as long as its Retry-After says", async () => {
    const { clock, drainer, requests } = scene([
      { kind: "try-again", reason: "InfluxDB answered 429", retryAfterMs: 30_000 },
      written,
    ]);
    drainer.start();
    await clock.advance(60_000);
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 30_000]);
  });

  test("is left alone for as long by a worker that starts in between, because the outbox remembers", async () => {
    const outbox = createFakeOutbox(pointsOfRun(fakeRun()));
    const before = scene([{ ...down, retryAfterMs: 40_000 }], { outbox });
    before.drainer.start();
    await before.clock.advance(1_000);
    await before.drainer.stop();
    const after = scene([down], { outbox });
    after.drainer.start();
    await after.clock.advance(39_999);
    expect(after.requests).toEqual([]);
    await after.clock.advance(1);
    expect(after.requests).toHaveLength(1);
    expect(outbox.backoff().attempts).toBe(2);
  });

  test("is asked at once when the clock was set back by days", async () => {
    const outbox = createFakeOutbox(pointsOfRun(fakeRun()));
    outbox.setBackoff({ attempts: 3, nextAttemptMs: createFakeClock().now() + 5 * 86_400_000 });
    const { clock, drainer, requests } = scene([written], { outbox });
    drainer.start();
    await clock.advance(1);
    expect(requests).toHaveLength(1);
  });
});

describe("wrong credentials", () => {
  test("keep every point, are loud once and tried again after minutes", async () => {
    const { clock, drainer, requests, loud, outbox } = scene([refused]);
    drainer.start();
    await clock.advance(1_000_000);
    expect(requests.map(({ atMs }) => atMs)).toEqual([0, 300_000, 600_000, 900_000]);
    expect(loud()).toHaveLength(1);
    expect(loud()[0]).toContain("SONDE_INFLUX_PASSWORD");
    expect(outbox.stats()).toMatchObject({ rows: 2, deadLetters: 0 });
  });

  test("are loud again only after a success", async () => {
    const { clock, drainer, loud, outbox } = scene([refused, refused, written, refused]);
    drainer.start();
    await clock.advance(700_000);
    outbox.enqueue(pointsOfRun(fakeRun({ id: "another" })));
    await clock.advance(700_000);
    expect(loud()).toHaveLength(2);
  });
});

describe("a missing database", () => {
  test("is created where that is allowed, and delivery goes on", async () => {
    let created = 0;
    const createDatabase = () => Promise.resolve(void created++);
    const { clock, drainer, outbox, loud } = scene([noDatabase, written], { createDatabase });
    drainer.start();
    await clock.advance(5_000);
    expect(created).toBe(1);
    expect(outbox.stats().rows).toBe(0);
    expect(loud()).toEqual([]);
  });

  test("is loud once, with the remedy, where it may not be created", async () => {
    const { clock, drainer, outbox, loud } = scene([noDatabase], { createDatabase: forbidden });
    drainer.start();
    await clock.advance(1_000_000);
    expect(loud()).toHaveLength(1);
    expect(loud()[0]).toMatch(/not authorized.*sonde influx init/);
    expect(outbox.stats().rows).toBe(2);
  });
});

test("rejected points are told with InfluxDB's reason, and the queue goes on", async () => {
  const { clock, drainer, outbox, loud } = scene([
    { kind: "partial", reason: "points beyond retention policy", dropped: 2 },
    written,
  ]);
  drainer.start();
  await clock.advance(100);
  outbox.enqueue(pointsOfRun(fakeRun()));
  drainer.wake();
  await clock.advance(100);
  expect(outbox.stats()).toMatchObject({ rows: 0, deadLetters: 2 });
  expect(loud()).toEqual(["InfluxDB rejected 2 points, see `sonde influx dead-letters list`: points beyond retention policy"]);
});

test("after a 413 the following batches are smaller at once", async () => {
  const many = Array.from({ length: 1_000 }, (_, index) => pointsOfRun(fakeRun({ id: `run ${index}` }))).flat();
  const outbox = createFakeOutbox(many);
  const { clock, drainer, requests } = scene([{ kind: "too-large", reason: "InfluxDB answered 413", final: true }, written], {
    outbox,
  });
  drainer.start();
  await clock.advance(1_000);
  expect(requests.map(({ points }) => points)).toEqual([1_000, 500, 500, 500, 500]);
});

test("rows that another process added are found without a wake", async () => {
  const { clock, drainer, outbox } = scene([written]);
  drainer.start();
  await clock.advance(10_000);
  outbox.enqueue(pointsOfRun(fakeRun({ id: "from once" })));
  await clock.advance(2_000);
  expect(outbox.stats().rows).toBe(0);
});

test("a store that cannot be read is told once and tried again", async () => {
  const outbox = createFakeOutbox(pointsOfRun(fakeRun()));
  let broken = true;
  const fragile: Outbox = {
    ...outbox,
    next: (limit) => {
      if (broken) throw new Error("disk I/O error");
      return outbox.next(limit);
    },
  };
  const { clock, drainer, loud } = scene([written], { outbox: fragile });
  drainer.start();
  await clock.advance(12_000);
  broken = false;
  await clock.advance(6_000);
  expect(loud()).toEqual(["The outbox could not be read or written, what waits there is kept: Error: disk I/O error"]);
  expect(outbox.stats().rows).toBe(0);
});

describe("flush", () => {
  test("resolves with true as soon as nothing waits, without start", async () => {
    const { drainer, outbox } = scene([written]);
    expect(await drainer.flush(5_000)).toBe(true);
    expect(outbox.stats().rows).toBe(0);
  });

  test("resolves with true at once when nothing waited", async () => {
    const { drainer, requests } = scene([written], { outbox: createFakeOutbox() });
    expect(await drainer.flush(5_000)).toBe(true);
    expect(requests).toEqual([]);
  });

  test("tries once although the back-off is not over, and does not wait for a try that would be too late", async () => {
    const outbox = createFakeOutbox(pointsOfRun(fakeRun()));
    outbox.setBackoff({ attempts: 8, nextAttemptMs: createFakeClock().now() + 50_000 });
    const { drainer, requests } = scene([down], { outbox });
    expect(await drainer.flush(5_000)).toBe(false);
    expect(requests).toHaveLength(1);
  });

  test("gives up after its time when InfluxDB does not answer", async () => {
    const hanging = {
      write: (_: unknown, signal?: AbortSignal) =>
        new Promise<WriteOutcome>((resolve) => signal?.addEventListener("abort", () => resolve(down))),
    };
    const { clock, drainer, outbox } = scene([], { writer: hanging });
    const flushed = drainer.flush(5_000);
    await clock.advance(5_000);
    expect(await flushed).toBe(false);
    expect(outbox.stats().rows).toBe(2);
    expect(outbox.backoff().attempts).toBe(0);
  });

  test("works beside a drainer that is running, and leaves it running", async () => {
    const { clock, drainer, outbox } = scene([written]);
    drainer.start();
    expect(await drainer.flush(5_000)).toBe(true);
    outbox.enqueue(pointsOfRun(fakeRun()));
    await clock.advance(2_000);
    expect(outbox.stats().rows).toBe(0);
  });
});
