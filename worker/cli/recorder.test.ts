import { expect, test } from "vitest";
import { fakeRun } from "../kit/fake-run.ts";
import { type Entry, createRecorder } from "./recorder.ts";

function recording() {
  const stored: Entry[] = [];
  let full = false;
  const store = {
    record(entry: Entry) {
      if (full) throw Object.assign(new Error("the disk is full"), { name: "StoreFullError" });
      stored.push(entry);
    },
  };
  const recorder = createRecorder({ store, pointsOf: () => [] });
  const record = (id: string, unreadable = false) => {
    const run = fakeRun({ id, verdict: "down" });
    recorder.record(run, () => {
      if (unreadable) throw new Error("the store cannot be read");
      return { run, state: null, change: null, points: [] };
    });
  };
  return { record, stored, fill: (value: boolean) => void (full = value) };
}

test("a run that the store takes is stored as it is", () => {
  const { record, stored } = recording();
  record("a");
  expect(stored.map(({ run }) => [run.id, run.verdict])).toEqual([["a", "down"]]);
});

test("runs that the store did not take are told, and stored as not measured before the next one that it takes", () => {
  const { record, stored, fill } = recording();
  fill(true);
  expect(() => record("a")).toThrow("the disk is full");
  expect(() => record("b")).toThrow("the disk is full");
  fill(false);
  record("c");
  expect(stored.map(({ run }) => [run.id, run.verdict, run.blame])).toEqual([
    ["a", "error", "worker"],
    ["b", "error", "worker"],
    ["c", "down", null],
  ]);
  expect(stored[0]).toMatchObject({
    state: null,
    run: { steps: [], cause: "the store did not take this run (it was down): the disk is full" },
  });
});

test("no more than a thousand of them are remembered", () => {
  const { record, stored, fill } = recording();
  fill(true);
  for (let index = 0; index < 1_005; index++) expect(() => record(`run-${index}`)).toThrow();
  fill(false);
  record("last");
  expect(stored).toHaveLength(1_001);
  expect(stored[0]?.run.id).toBe("run-5");
});

test("a run whose state cannot be read is remembered as well", () => {
  const { record, stored } = recording();
  expect(() => record("a", true)).toThrow("cannot be read");
  record("b");
  expect(stored.map(({ run }) => [run.id, run.verdict])).toEqual([
    ["a", "error"],
    ["b", "down"],
  ]);
});

test("a run that can never be stored does not block those after it", () => {
  const stored: string[] = [];
  const store = {
    record({ run }: Entry) {
      if (run.id === "bad") throw new TypeError("no such column");
      stored.push(run.id);
    },
  };
  const recorder = createRecorder({ store, pointsOf: () => [] });
  const record = (id: string) => {
    const run = fakeRun({ id });
    recorder.record(run, () => ({ run, state: null, change: null, points: [] }));
  };
  expect(() => record("bad")).toThrow("no such column");
  record("good");
  expect(stored).toEqual(["good"]);
});
