import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Run } from "../contract/run.ts";
import { createFakeClock } from "../kit/fake-clock.ts";
import { checkStore } from "./check.ts";
import { connect } from "./connect.ts";
import { fakeChange, fakePoint, fakeRun, fakeRunNumber, fakeState, fakeStep, startMs } from "./fake-run.ts";
import { type Recorded, storeIn } from "./open.ts";
import { nextLine, runChild } from "./run-child.ts";
import { openAt, roomy, temporaryPath, temporaryStore } from "./temporary-store.ts";

const whole: Recorded = { run: fakeRun(), state: fakeState, change: fakeChange, points: [fakePoint(1), fakePoint(2)] };
const alone = (run: Run): Recorded => ({ run, state: null, change: null, points: [] });

test("everything that is recorded comes back as it was, also from another process's point of view", () => {
  const { store, open } = temporaryStore();
  store.record(whole);
  for (const reader of [store, open()]) {
    expect(reader.run(whole.run.id)).toEqual(whole.run);
    expect(reader.states("demo")).toEqual(new Map([["chat", fakeState]]));
    expect(reader.changes(0)).toEqual([fakeChange]);
    expect(reader.outbox.next(10).map(({ point }) => point)).toEqual(whole.points);
    expect(reader.waiting(whole.run.id)).toBe(2);
  }
});

test("a run without anything but what it must have comes back as it was", () => {
  const { store } = temporaryStore();
  const words = { blame: null, cause: null, failedStep: null, revision: null, contact: null };
  const numbers = { cold: null, journeyMs: null, budgetMs: null, tlsDaysLeft: null, k6CpuMs: null };
  const bare = fakeRun({ ...words, ...numbers, steps: [], logs: [], maintenance: true, confirmedDown: false });
  store.record(alone(bare));
  expect(store.run(bare.id)).toEqual(bare);
});

test("any text and any number comes back as it was", () => {
  const { store } = temporaryStore();
  const text = fc.string({ unit: "binary" });
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  let id = 0;
  fc.assert(
    fc.property(
      text,
      fc.option(text),
      number,
      fc.dictionary(fc.string(), number, { noNullPrototype: true }),
      (a, b, n, measures) => {
        const plain = Object.fromEntries(Object.entries(measures).filter(([name]) => name !== "__proto__"));
        const step = fakeStep({
          name: a,
          cause: b,
          durationMs: n,
          measures: plain,
          evidence: { body: a, headers: { [`x${a}`]: a } },
        });
        const run = fakeRunNumber(id++, { cause: b, durationMs: n, steps: [step], logs: [{ level: a, message: a, atMs: n }] });
        store.record(alone(run));
        expect(store.run(run.id)).toEqual(run);
      },
    ),
    { numRuns: 50 },
  );
});

test("a run that is stored already changes nothing, whatever comes with it", () => {
  const { store } = temporaryStore();
  store.record(whole);
  store.record({
    ...whole,
    run: { ...whole.run, verdict: "up", steps: [] },
    state: { ...fakeState, state: "down" },
    points: [fakePoint(3)],
  });
  expect(store.run(whole.run.id)).toEqual(whole.run);
  expect(store.states("demo").get("chat")).toEqual(fakeState);
  expect(store.changes(0)).toHaveLength(1);
  expect(store.outbox.stats().rows).toBe(2);
});

test("a state takes the place of the one before", () => {
  const { store } = temporaryStore();
  store.record(whole);
  const later = { ...fakeState, state: "down" as const, sinceMs: startMs + 5, cause: "it broke", pending: null };
  store.record({ ...alone(fakeRunNumber(2)), state: later });
  store.record({ ...alone(fakeRunNumber(3, { probe: "auth" })), state: fakeState });
  store.record({ ...alone(fakeRunNumber(4, { target: "staging" })), state: fakeState });
  const expected = [
    ["auth", fakeState],
    ["chat", later],
  ];
  expect([...store.states("demo")]).toEqual(expected);
});

describe("when one part cannot be stored, nothing is", () => {
  test.each(["runs", "steps", "checks", "states", "state_changes", "outbox"])("%s", (table) => {
    const { store, raw } = temporaryStore();
    const behind = raw();
    behind.exec(`CREATE TRIGGER refuse AFTER INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'refused for a test'); END`);
    expect(() => store.record(whole)).toThrow("refused for a test");
    const tables = ["runs", "steps", "checks", "states", "state_changes", "outbox"];
    expect(tables.map((name) => behind.all(`SELECT * FROM ${name}`))).toEqual(tables.map(() => []));
    expect(store.outbox.stats()).toMatchObject({ rows: 0, bytes: 0 });
    behind.exec("DROP TRIGGER refuse");
    store.record(whole);
    expect(store.run(whole.run.id)).toEqual(whole.run);
  });
});

test("a full disk is told with the file, what was stored stays, and it goes on once there is room", () => {
  const path = temporaryPath();
  const db = connect(path);
  const store = storeIn(db, { clock: createFakeClock(), limits: roomy });
  store.record(whole);
  db.exec("PRAGMA max_page_count = 1");
  const large = fakeRunNumber(2, { cause: "x".repeat(200_000) });
  expect(() => store.record({ ...alone(large), points: [fakePoint(3)] })).toThrow(
    expect.objectContaining({ name: "StoreFullError", message: expect.stringContaining(path) }),
  );
  expect(() => store.outbox.enqueue([fakePoint(4, { fields: { cause: "x".repeat(200_000) } })])).toThrow(
    expect.objectContaining({ name: "StoreFullError" }),
  );
  expect(store.run(whole.run.id)).toEqual(whole.run);
  expect(store.outbox.stats().rows).toBe(2);
  db.exec("PRAGMA max_page_count = 1000000");
  store.record(alone(large));
  expect(store.run(large.id)).toEqual(large);
  store.close();
  expect(checkStore(path)).toMatchObject({ ok: true, figures: { runs: 2 } });
});

test("two processes that write at once lose nothing", async () => {
  const { path, store } = temporaryStore();
  const child = runChild(`
    const store = openStore(${JSON.stringify(path)}, { clock, limits });
    console.log("ready");
    for (let number = 0; number < 100; number++) {
      store.record({ run: fakeRunNumber(number), state: fakeState, change: null, points: [fakePoint(number)] });
    }
    store.close();`);
  await nextLine(child);
  for (let number = 100; number < 200; number++) {
    store.record({ run: fakeRunNumber(number), state: fakeState, change: null, points: [fakePoint(number)] });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await child.ended).toBe(0);
  expect([...store.each(0, Number.MAX_SAFE_INTEGER)]).toHaveLength(200);
  expect(store.outbox.stats().rows).toBe(200);
  expect(checkStore(path).ok).toBe(true);
});

test("a writer that is killed leaves every run that it reported, whole, and no half of another", async () => {
  const path = temporaryPath();
  const child = runChild(`
    const store = openStore(${JSON.stringify(path)}, { clock, limits });
    for (let number = 0; ; number++) {
      const run = fakeRunNumber(number);
      store.record({ run, state: fakeState, change: null, points: [fakePoint(number), fakePoint(number)] });
      console.log(run.id);
    }`);
  const reported: string[] = [];
  while (reported.length < 40) reported.push(await nextLine(child));
  child.process.kill("SIGKILL");
  for await (const id of child.lines) reported.push(id);
  await child.ended;
  const store = openAt(path);
  const stored = [...store.each(0, Number.MAX_SAFE_INTEGER)];
  expect(stored.map(({ id }) => id)).toEqual(expect.arrayContaining(reported));
  expect(stored.length - reported.length).toBeLessThanOrEqual(1);
  for (const [number, run] of stored.entries()) expect(run).toEqual(fakeRunNumber(number));
  expect(store.outbox.stats().rows).toBe(stored.length * 2);
  expect(checkStore(path).ok).toBe(true);
});
