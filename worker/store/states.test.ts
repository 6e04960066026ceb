import { expect, test } from "vitest";
import { fakeChange, fakeRunNumber, fakeState } from "./fake-run.ts";
import { temporaryStore } from "./temporary-store.ts";

test("a probe without a state is not in the map", () => {
  expect(temporaryStore().store.states("demo")).toEqual(new Map());
});

test("a state that cannot be read counts as unknown, and takes none of the others with it", () => {
  const { store, raw } = temporaryStore();
  for (const [number, probe] of ["auth", "chat"].entries()) {
    store.record({ run: fakeRunNumber(number, { probe }), state: fakeState, change: null, points: [] });
  }
  raw().exec(`UPDATE states SET pending = '{"state":"sideways"}' WHERE probe = 'auth'`);
  expect(store.states("demo")).toEqual(new Map([["chat", fakeState]]));
});

test("changes are oldest first, from an instant on", () => {
  const { store } = temporaryStore();
  for (const atMs of [30, 10, 20]) {
    store.record({ run: fakeRunNumber(atMs), state: null, change: { ...fakeChange, atMs }, points: [] });
  }
  expect(store.changes(0).map(({ atMs }) => atMs)).toEqual([10, 20, 30]);
  expect(store.changes(20).map(({ atMs }) => atMs)).toEqual([20, 30]);
});
