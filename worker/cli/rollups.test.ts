import fc from "fast-check";
import { expect, test } from "vitest";
import type { Point } from "../contract/measurements.ts";
import type { OutboxRow, Queue } from "../contract/outbox.ts";
import type { Run } from "../contract/run.ts";
import { outcomes, verdicts } from "../contract/words.ts";
import { createRollupQueue } from "../deliver/rollup-queue.ts";
import { createFakeClock } from "../kit/fake-clock.ts";
import { fakeRun, fakeStep } from "../kit/fake-run.ts";
import { openAt, temporaryPath } from "../store/temporary-store.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const beginMs = 1_699_999_200_000;

const ms = fc.double({ min: 0, max: 70_000, noNaN: true });

const step = fc.record({
  name: fc.constantFrom("sign-in", "chat", "chat\\"),
  outcome: fc.constantFrom(...outcomes),
  durationMs: fc.option(ms),
  budgetMs: fc.option(fc.constantFrom(3_000, 5_000)),
  measures: fc.record({ round_trip_ms: ms, answer_length: fc.nat(900), ready_ms: ms }, { requiredKeys: [] }),
});

/** Some runs of two probes within three hours; several may start at the same instant. */
const runs = fc
  .array(
    fc.record({
      probe: fc.constantFrom("chat", "auth"),
      startedAtMs: fc.nat(36).map((fives) => beginMs + fives * 5 * minuteMs - (fives % 3)),
      durationMs: ms,
      verdict: fc.constantFrom(...verdicts),
      attempt: fc.constantFrom(1, 1, 1, 2),
      maintenance: fc.boolean(),
      cold: fc.option(fc.boolean()),
      steps: fc.array(step, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((all) =>
    all.map(({ steps, ...run }, index): Run =>
      fakeRun({ ...run, id: `run-${index}`, steps: steps.map((given) => fakeStep(given)) }),
    ),
  );

/** What may happen between two arrivals. `sent`: a batch reaches InfluxDB. `lost`: it does, and nobody hears of it. */
const between = fc.constantFrom("nothing", "sent", "lost", "part", "raced", "killed", "later", "again");

/** Runs in any order, some of them twice, with what happens after each. */
const story = runs.chain((all) =>
  fc.record({
    all: fc.constant(all),
    arrivals: fc
      .tuple(fc.shuffledSubarray([...all], { minLength: all.length }), fc.subarray([...all]))
      .map(([once, twice]) => [...once, ...twice]),
    events: fc.array(between, { minLength: 2 * all.length, maxLength: 2 * all.length }),
  }),
);

/** As InfluxDB keeps points: by measurement, tags and time. */
type Kept = Map<string, Point["fields"]>;

function write(kept: Kept, rows: readonly OutboxRow[]): void {
  for (const { point } of rows) kept.set(JSON.stringify([point.measurement, point.tags, point.timestampNs]), point.fields);
}

function worker(path: string, clock: ReturnType<typeof createFakeClock>) {
  const store = openAt(path, {}, clock);
  const queue = createRollupQueue({ rollups: store.rollups, clock, rests: () => false });
  return { store, queue, record: (run: Run) => store.record({ run, state: null, change: null, points: [] }) };
}

function drain(queue: Queue, kept: Kept): void {
  for (let rows = queue.next(40); rows.length > 0; rows = queue.next(40)) {
    write(kept, rows);
    queue.done(rows.map(({ id }) => id));
  }
}

/** Everything arrives in order and is delivered once. */
async function plain(all: readonly Run[]): Promise<Kept> {
  const clock = createFakeClock(beginMs);
  const { store, queue, record } = worker(temporaryPath(), clock);
  for (const run of all) record(run);
  await clock.advance(5 * hourMs);
  const kept: Kept = new Map();
  drain(queue, kept);
  store.close();
  return kept;
}

test("whatever the order of arrival, with duplicates, outages, kills and races, InfluxDB ends with the same roll-ups", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ all, arrivals, events }) => {
      const clock = createFakeClock(beginMs + 30 * minuteMs);
      const path = temporaryPath();
      const kept: Kept = new Map();
      let now = worker(path, clock);
      for (const [index, run] of arrivals.entries()) {
        now.record(run);
        const rows = now.queue.next(5);
        const ids = rows.map(({ id }) => id);
        switch (events[index]) {
          case "sent":
            write(kept, rows);
            now.queue.done(ids);
            break;
          case "lost":
            write(kept, rows);
            break;
          case "part":
            write(kept, rows.slice(0, 2));
            now.queue.done(ids.slice(0, 2));
            break;
          case "raced": {
            const next = arrivals[index + 1];
            if (next) now.record(next);
            write(kept, rows);
            now.queue.done(ids);
            break;
          }
          case "killed":
            write(kept, rows);
            now.store.close();
            now = worker(path, clock);
            break;
          case "later":
            await clock.advance(20 * minuteMs);
            break;
          case "again":
            now.store.rollups.again(beginMs + hourMs);
            break;
          case "nothing":
          case undefined:
        }
      }
      await clock.advance(5 * hourMs);
      drain(now.queue, kept);
      expect(now.store.rollups.pending()).toBe(0);
      now.store.close();
      expect(Object.fromEntries(kept)).toEqual(Object.fromEntries(await plain(all)));
    }),
    { numRuns: 25 },
  );
}, 60_000);

test("points that InfluxDB refuses for good become dead letters, and the others of their hour are not sent again", async () => {
  const clock = createFakeClock(beginMs);
  const { store, queue, record } = worker(temporaryPath(), clock);
  record(fakeRun({ startedAtMs: beginMs, steps: [fakeStep()] }));
  await clock.advance(hourMs);
  const [bad, ...good] = queue.next(100);
  queue.done(good.map(({ id }) => id));
  queue.reject(bad ? [{ id: bad.id, reason: "field type conflict" }] : []);
  expect(store.outbox.deadLetters.list(9)).toMatchObject([{ reason: "field type conflict", point: bad?.point }]);
  expect(queue.next(100)).toEqual([]);
});

test("an outage of weeks costs a mark an hour and probe, and nothing in the outbox", async () => {
  const clock = createFakeClock(beginMs);
  const { store, queue, record } = worker(temporaryPath(), clock);
  for (let hour = 0; hour < 500; hour++) {
    for (const minute of [1, 2, 31]) {
      record(fakeRun({ id: `${hour} ${minute}`, startedAtMs: beginMs + hour * hourMs + minute * minuteMs, steps: [fakeStep()] }));
    }
  }
  await clock.advance(501 * hourMs);
  expect([store.rollups.pending(), store.outbox.stats().rows]).toEqual([500, 0]);
  const kept: Kept = new Map();
  drain(queue, kept);
  expect([kept.size, store.rollups.pending()]).toEqual([500 * (2 + 1) * 2, 0]);
});
