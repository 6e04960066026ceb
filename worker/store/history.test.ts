import { describe, expect, test } from "vitest";
import type { Run } from "../contract/run.ts";
import { fakeRun, fakeRunNumber, startMs } from "./fake-run.ts";
import { temporaryStore } from "./temporary-store.ts";

const forever = Number.MAX_SAFE_INTEGER;

function filled(runs: readonly Run[]) {
  const scene = temporaryStore();
  for (const run of runs) scene.store.record({ run, state: null, change: null, points: [] });
  return scene;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const idsOf = (runs: Iterable<{ id: string }>) => [...runs].map(({ id }) => id);
const ids = (...of: number[]) => of.map((number) => fakeRunNumber(number).id);

describe("lists of runs", () => {
  test("are newest first, of one probe and target, and as long as asked for", () => {
    const { store } = filled([
      fakeRunNumber(2),
      fakeRunNumber(1),
      fakeRunNumber(3),
      fakeRunNumber(4, { target: "staging" }),
      fakeRunNumber(5, { probe: "auth" }),
    ]);
    expect(idsOf(store.summaries("chat", "demo", 2))).toEqual(ids(3, 2));
    expect(idsOf(store.latest("chat", "demo", 2))).toEqual(ids(3, 2));
    expect(idsOf(store.latest("chat", null, 2))).toEqual(ids(4, 3));
    expect(store.latest("chat", "demo", 0)).toEqual([]);
    expect(store.latest("nobody", null, 5)).toEqual([]);
  });

  test("show of a run what a table needs", () => {
    const { store } = filled([fakeRun()]);
    expect(store.summaries("chat", "demo", 1)).toEqual([
      {
        id: fakeRun().id,
        verdict: "down",
        durationMs: 4_699.875,
        startedAtMs: startMs,
        cause: "dashboard: status (503) is 200",
        attempt: 2,
        trigger: "confirm",
      },
    ]);
  });

  test("count runs of any trigger since an instant", () => {
    const { store } = filled([1, 2, 3].map((number) => fakeRunNumber(number, { trigger: number === 3 ? "once" : "schedule" })));
    expect(store.runsOn("chat", "demo", fakeRunNumber(2).startedAtMs)).toBe(2);
    expect(store.runsOn("chat", "demo", 0)).toBe(3);
    expect(store.runsOn("auth", "demo", 0)).toBe(0);
  });
});

describe("a run is found", () => {
  const { id } = fakeRunNumber(7);
  test.each([
    ["by its whole id", id, id],
    ["by the first 8 characters: the newest that match", id.slice(0, 8), fakeRunNumber(9).id],
    ["by more of it", id.slice(0, 35), fakeRunNumber(9).id],
    ["never by less than 8 characters", id.slice(0, 7), null],
    ["never by another id", "118bcfe5-6800", null],
    ["never by a pattern", "018bcfe_", null],
    ["never by an empty text", "", null],
  ])("%s", (_name, text, found) => {
    const { store } = filled([fakeRunNumber(8), fakeRunNumber(9), fakeRunNumber(7)]);
    expect(store.run(text)?.id ?? null).toBe(found);
  });
});

describe("each", () => {
  test("gives every run once, oldest first, over many pages and equal instants", () => {
    const runs = numbers(0, 250).map((number) =>
      fakeRunNumber(number, { startedAtMs: startMs + Math.floor(number / 90), steps: [] }),
    );
    const { store } = filled(runs);
    expect(idsOf(store.each(0, forever))).toEqual(runs.map(({ id }) => id));
  });

  test("keeps to its range, both ends included", () => {
    const { store } = filled(numbers(0, 6).map((number) => fakeRunNumber(number)));
    expect(idsOf(store.each(fakeRunNumber(2).startedAtMs, fakeRunNumber(4).startedAtMs))).toEqual(ids(2, 3, 4));
  });

  test("holds nothing between two runs: others write and prune meanwhile", () => {
    const { store, raw } = filled(numbers(0, 150).map((number) => fakeRunNumber(number, { steps: [] })));
    const seen: string[] = [];
    for (const { id } of store.each(0, forever)) {
      if (seen.push(id) !== 1) continue;
      store.record({ run: fakeRunNumber(500), state: null, change: null, points: [] });
      raw().run("DELETE FROM runs WHERE id = ?", fakeRunNumber(120).id);
      expect(raw().get("PRAGMA wal_checkpoint(TRUNCATE)")).toMatchObject({ busy: 0 });
    }
    expect(seen).toHaveLength(150);
    expect(seen).toContain(fakeRunNumber(500).id);
    expect(seen).not.toContain(fakeRunNumber(120).id);
  });
});

describe("a run that cannot be read is left out of lists, and null on its own", () => {
  test.each([
    ["a verdict of another time", "UPDATE runs SET verdict = 'lost' WHERE seq = 2"],
    ["a log that is no JSON", "UPDATE runs SET logs = '[{' WHERE seq = 2"],
    ["a step with measures that are no numbers", `UPDATE steps SET measures = '{"a":"b"}' WHERE run = 2 AND position = 1`],
    ["a step without timings", "UPDATE steps SET timings = '{}' WHERE run = 2"],
    ["a check that is neither passed nor failed", "UPDATE checks SET passed = 2 WHERE run = 2"],
    ["a cause in bytes", "UPDATE steps SET cause = x'00' WHERE run = 2"],
  ])("%s", (_name, damage) => {
    const { store, raw } = filled([1, 2, 3].map((number) => fakeRunNumber(number)));
    raw().exec(damage);
    expect(store.run(fakeRunNumber(2).id)).toBeNull();
    expect(idsOf(store.latest("chat", "demo", 2))).toEqual(ids(3, 1));
    expect(idsOf(store.each(0, forever))).toEqual(ids(1, 3));
  });

  test("in a list of summaries as well", () => {
    const { store, raw } = filled([1, 2, 3].map((number) => fakeRunNumber(number)));
    raw().exec("UPDATE runs SET verdict = 'lost' WHERE seq = 2");
    expect(idsOf(store.summaries("chat", "demo", 5))).toEqual(ids(3, 1));
  });
});
