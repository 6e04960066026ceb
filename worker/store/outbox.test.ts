import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Point } from "../contract/measurements.ts";
import type { Outbox } from "../contract/outbox.ts";
import { checkStore } from "./check.ts";
import { fakePoint, fakeRun } from "./fake-run.ts";
import { textOfPoint } from "./point-text.ts";
import { nextLine, runChild } from "./run-child.ts";
import { temporaryStore } from "./temporary-store.ts";

const all = Number.MAX_SAFE_INTEGER;
const bytesOf = (points: readonly Point[]) => points.reduce((sum, point) => sum + Buffer.byteLength(textOfPoint(point)), 0);
const points = (...numbers: number[]) => numbers.map((number) => fakePoint(number));
const pointsIn = (outbox: Outbox) => outbox.next(all).map(({ point }) => point);
const idsIn = (outbox: Outbox) => outbox.next(all).map(({ id }) => id);
const pick = (ids: number[], places: number[]) => places.flatMap((place) => ids[place] ?? []);
const lettersIn = (outbox: Outbox) => outbox.deadLetters.list(all);

describe("the queue", () => {
  test("gives the oldest first, at most as many as asked for, and again until they are done", () => {
    const { outbox } = temporaryStore().store;
    outbox.enqueue(points(1, 2, 3));
    expect(outbox.next(2).map(({ point }) => point)).toEqual(points(1, 2));
    expect(outbox.next(2).map(({ point }) => point)).toEqual(points(1, 2));
    outbox.done(idsIn(outbox).slice(0, 1));
    expect(pointsIn(outbox)).toEqual(points(2, 3));
  });

  test("takes nothing and is done with nothing without complaint", () => {
    const { outbox } = temporaryStore().store;
    outbox.enqueue([]);
    outbox.done([]);
    outbox.done([4711]);
    outbox.reject([]);
    outbox.reject([{ id: 4711, reason: "was never here" }]);
    expect(outbox.stats()).toEqual({ rows: 0, bytes: 0, oldestMs: null, deadLetters: 0, givenUp: 0 });
  });

  test("never uses an id again: whoever holds one means that row or none", () => {
    const { outbox } = temporaryStore().store;
    outbox.enqueue(points(1));
    const before = idsIn(outbox);
    outbox.done(before);
    outbox.enqueue(points(2));
    outbox.done(before);
    expect(pointsIn(outbox)).toEqual(points(2));
  });

  test("knows how many rows and bytes wait, and since when", async () => {
    const { store, clock } = temporaryStore();
    store.outbox.enqueue(points(1));
    await clock.advance(5_000);
    store.outbox.enqueue(points(2, 3));
    const startedMs = clock.now() - 5_000;
    expect(store.outbox.stats()).toMatchObject({ rows: 3, bytes: bytesOf(points(1, 2, 3)), oldestMs: startedMs });
    store.outbox.done(idsIn(store.outbox).slice(0, 1));
    expect(store.outbox.stats()).toMatchObject({ rows: 2, bytes: bytesOf(points(2, 3)), oldestMs: startedMs + 5_000 });
  });

  test("knows which run a point belongs to, also after it was refused and sent back", () => {
    const { store } = temporaryStore();
    const run = fakeRun();
    store.record({ run, state: null, change: null, points: points(1, 2) });
    store.outbox.enqueue(points(3));
    expect(store.waiting(run.id)).toBe(2);
    store.outbox.reject([{ id: idsIn(store.outbox)[0] ?? 0, reason: "no" }]);
    expect(store.waiting(run.id)).toBe(1);
    store.outbox.deadLetters.retry();
    expect(store.waiting(run.id)).toBe(2);
    store.outbox.done(idsIn(store.outbox));
    expect(store.waiting(run.id)).toBe(0);
  });

  test("remembers the back-off over a restart", () => {
    const { store, open } = temporaryStore();
    expect(store.outbox.backoff()).toEqual({ attempts: 0, nextAttemptMs: 0 });
    store.outbox.setBackoff({ attempts: 7, nextAttemptMs: 1_700_000_012_345 });
    store.close();
    expect(open().outbox.backoff()).toEqual({ attempts: 7, nextAttemptMs: 1_700_000_012_345 });
  });

  test("is worked on by two processes at once without loss", async () => {
    const { store, path } = temporaryStore();
    const child = runChild(`
      const store = openStore(${JSON.stringify(path)}, { clock, limits });
      console.log("ready");
      for (let number = 0; number < 200; number++) store.outbox.enqueue([fakePoint(number)]);
      store.close();`);
    await nextLine(child);
    const seen: number[] = [];
    while (seen.length < 200) {
      const rows = store.outbox.next(7);
      seen.push(...rows.map(({ point }) => Number(point.fields["duration_ms"])));
      store.outbox.done(rows.map(({ id }) => id));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await child.ended).toBe(0);
    expect(seen).toEqual(Array.from({ length: 200 }, (_, number) => number));
    expect(checkStore(path).ok).toBe(true);
  });
});

describe("at its limit", () => {
  const limit = bytesOf(points(1, 2, 3));

  test("the oldest are given up and counted, the newest stay", () => {
    const { outbox } = temporaryStore({ maxOutboxBytes: limit }).store;
    outbox.enqueue(points(1, 2));
    outbox.enqueue(points(3));
    expect(outbox.stats()).toMatchObject({ rows: 3, givenUp: 0 });
    outbox.enqueue(points(4, 5));
    expect(pointsIn(outbox)).toEqual(points(3, 4, 5));
    expect(outbox.stats()).toMatchObject({ rows: 3, bytes: limit, givenUp: 2 });
  });

  test("more points at once than fit leave the last of them", () => {
    const { outbox } = temporaryStore({ maxOutboxBytes: bytesOf(points(11, 12)) }).store;
    outbox.enqueue(Array.from({ length: 2_500 }, (_, number) => fakePoint(9_000 + number)));
    expect(outbox.stats()).toMatchObject({ rows: 1, givenUp: 2_499 });
    expect(pointsIn(outbox)).toEqual(points(11_499));
  });

  test("a point larger than the limit is given up as well, and the run it came with is stored", () => {
    const { store } = temporaryStore({ maxOutboxBytes: 10 });
    store.record({ run: fakeRun(), state: null, change: null, points: points(1, 2) });
    expect(store.outbox.stats()).toMatchObject({ rows: 0, bytes: 0, oldestMs: null, givenUp: 2 });
    expect(store.run(fakeRun().id)).toEqual(fakeRun());
  });

  test("dead letters may take as much again, the oldest of them go first", () => {
    const { outbox } = temporaryStore({ maxOutboxBytes: limit }).store;
    outbox.enqueue(points(1, 2, 3));
    outbox.reject(idsIn(outbox).map((id) => ({ id, reason: "no" })));
    outbox.enqueue(points(4));
    expect(outbox.stats()).toMatchObject({ rows: 1, deadLetters: 3, givenUp: 0 });
    outbox.reject(idsIn(outbox).map((id) => ({ id, reason: "no" })));
    expect(lettersIn(outbox).map(({ point }) => point)).toEqual(points(4, 3, 2));
    expect(outbox.stats()).toMatchObject({ rows: 0, deadLetters: 3, givenUp: 1 });
  });
});

describe("dead letters", () => {
  test("keep the point, InfluxDB's words and the time, newest first", async () => {
    const { store, clock } = temporaryStore();
    const { outbox } = store;
    outbox.enqueue(points(1, 2, 3));
    const [first = 0, second = 0] = idsIn(outbox);
    outbox.reject([{ id: first, reason: "field type conflict" }]);
    await clock.advance(1_000);
    outbox.reject([{ id: second, reason: "beyond retention policy" }]);
    expect(lettersIn(outbox)).toEqual([
      { id: 2, point: fakePoint(2), reason: "beyond retention policy", rejectedMs: clock.now() },
      { id: 1, point: fakePoint(1), reason: "field type conflict", rejectedMs: clock.now() - 1_000 },
    ]);
    expect(outbox.deadLetters.list(1)).toHaveLength(1);
    expect(pointsIn(outbox)).toEqual(points(3));
    expect(outbox.stats()).toMatchObject({ rows: 1, deadLetters: 2 });
  });

  test("one that is rejected twice is one", () => {
    const { outbox } = temporaryStore().store;
    outbox.enqueue(points(1));
    const [id = 0] = idsIn(outbox);
    outbox.reject([
      { id, reason: "no" },
      { id, reason: "no again" },
    ]);
    expect(outbox.stats()).toMatchObject({ rows: 0, deadLetters: 1 });
  });

  test("retried go to the end of the queue under new ids", () => {
    const { outbox } = temporaryStore().store;
    outbox.enqueue(points(1, 2, 3));
    const before = idsIn(outbox);
    outbox.reject(before.slice(0, 2).map((id) => ({ id, reason: "no" })));
    expect(outbox.deadLetters.retry()).toBe(2);
    expect(pointsIn(outbox)).toEqual(points(3, 1, 2));
    expect(Math.min(...idsIn(outbox).slice(1))).toBeGreaterThan(Math.max(...before));
    expect(outbox.stats()).toMatchObject({ rows: 3, deadLetters: 0 });
  });

  test.each(["retry", "drop"] as const)("%s takes those that were named, none for an empty list, all without one", (method) => {
    const { outbox } = temporaryStore().store;
    outbox.enqueue(points(1, 2, 3, 4));
    outbox.reject(idsIn(outbox).map((id) => ({ id, reason: "no" })));
    expect(outbox.deadLetters[method]([])).toBe(0);
    expect(outbox.deadLetters[method]([2, 99])).toBe(1);
    expect(lettersIn(outbox).map(({ id }) => id)).toEqual([4, 3, 1]);
    expect(outbox.deadLetters[method]()).toBe(3);
    expect(outbox.stats()).toMatchObject({ deadLetters: 0, rows: method === "retry" ? 4 : 0 });
  });
});

describe("a row that cannot be read", () => {
  test.each([
    ["no JSON", "'{\"measurement\":'"],
    ["a measurement of another time", `'{"measurement":"lost","tags":{},"fields":{},"timestampNs":"1"}'`],
    ["bytes", "x'00ff'"],
  ])("goes to the dead letters and blocks nobody: %s", (_name, broken) => {
    const { store, raw } = temporaryStore();
    store.outbox.enqueue(points(1, 2, 3));
    raw().exec(`INSERT INTO outbox (added_ms, point) VALUES (0, ${broken}); UPDATE outbox SET id = -id WHERE id = 4`);
    expect(store.outbox.next(2).map(({ point }) => point)).toEqual(points(1, 2));
    expect(lettersIn(store.outbox)).toMatchObject([{ point: { tags: { unreadable: expect.any(String) } } }]);
    expect(lettersIn(store.outbox)[0]?.reason).toMatch(/cannot be read/);
    expect(store.outbox.stats()).toMatchObject({ rows: 3, deadLetters: 1 });
  });

  test("can be dropped, and comes back when it is retried", () => {
    const { store, raw } = temporaryStore();
    raw().exec("INSERT INTO outbox (added_ms, point) VALUES (0, 'lost')");
    expect(store.outbox.next(5)).toEqual([]);
    expect(store.outbox.deadLetters.retry()).toBe(1);
    expect(store.outbox.next(5)).toEqual([]);
    expect(store.outbox.deadLetters.drop()).toBe(1);
    expect(store.outbox.stats()).toMatchObject({ rows: 0, bytes: 0, deadLetters: 0 });
  });
});

test("whatever is done to an outbox, in whatever order, its stats say what is there", () => {
  const { store, raw, path } = temporaryStore({ maxOutboxBytes: bytesOf(points(1, 2, 3, 4, 5, 6, 7, 8)) });
  const { outbox } = store;
  const behind = raw();
  const some = fc.array(fc.nat(12), { maxLength: 4 });
  const operation = fc.oneof(
    fc.array(fc.nat(1e9), { maxLength: 10 }).map((numbers) => () => outbox.enqueue(points(...numbers))),
    some.map((places) => () => outbox.done(pick(idsIn(outbox), places))),
    some.map((places) => () => outbox.reject(pick(idsIn(outbox), places).map((id) => ({ id, reason: "no" })))),
    fc.option(some).map((places) => () => {
      const ids = lettersIn(outbox).map(({ id }) => id);
      outbox.deadLetters.retry(...(places ? [pick(ids, places)] : []));
    }),
    fc.option(some).map((places) => () => {
      const ids = lettersIn(outbox).map(({ id }) => id);
      outbox.deadLetters.drop(...(places ? [pick(ids, places)] : []));
    }),
    fc.constant(() => {
      behind.exec("INSERT INTO outbox (added_ms, point) VALUES (0, 'broken')");
      outbox.next(1);
    }),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 20 }), (operations) => {
      for (const operate of operations) {
        const { givenUp } = outbox.stats();
        operate();
        const waiting = pointsIn(outbox);
        const stats = outbox.stats();
        expect(stats).toMatchObject({ rows: waiting.length, bytes: bytesOf(waiting), deadLetters: lettersIn(outbox).length });
        expect(stats.oldestMs === null).toBe(waiting.length === 0);
        expect(stats.givenUp).toBeGreaterThanOrEqual(givenUp);
      }
    }),
    { numRuns: 60 },
  );
  expect(checkStore(path).ok).toBe(true);
});
